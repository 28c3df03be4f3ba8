package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.InboxItem;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.RefusedSubmission;
import io.github.camelsms.simulator.SimulatedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which items are wanted; what is null is not asked for.
 *
 * @param words    all of these stand in the text, the numbers, the sender ID or the message id; in lower case
 * @param from     sender ID of the conversation; the empty text for messages without one
 */
record InboxFilter(
        String[] words,
        @Nullable String provider,
        @Nullable String handset,
        @Nullable String from,
        @Nullable MessageState state) {

    /** @throws IllegalArgumentException for a state that there is not */
    static InboxFilter of(Map<String, String> query) {
        String handset = query.get("handset");
        return new InboxFilter(
                query.getOrDefault("q", "").toLowerCase(Locale.ROOT).strip().split("\\s+"),
                given(query, "provider"),
                number(handset),
                query.get("from"),
                Optional.ofNullable(given(query, "state"))
                        .map(InboxFilter::state)
                        .orElse(null));
    }

    /** With {@code +}, which a query turns into a space where it was not encoded. */
    private static @Nullable String number(@Nullable String handset) {
        String given = emptyToNull(handset);
        return given == null || given.startsWith("+") ? given : "+" + given;
    }

    private static MessageState state(String name) {
        return Arrays.stream(MessageState.values())
                .filter(state -> state.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("state is one of " + Arrays.toString(MessageState.values())));
    }

    private static @Nullable String given(Map<String, String> query, String name) {
        return emptyToNull(query.get(name));
    }

    private static @Nullable String emptyToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    boolean takes(InboxItem item) {
        return (provider == null || provider.equals(item.provider()))
                && (handset == null || handset.equals(item.handset()))
                && (from == null || from.equals(Optional.ofNullable(item.from()).orElse("")))
                && (state == null || state == stateOf(item))
                && Arrays.stream(words).allMatch(word -> holds(item, word));
    }

    /** A refusal has no handset, no sender and no state; its words stand in the address, the request or the reply. */
    boolean takes(RefusedSubmission refusal) {
        return (provider == null || provider.equals(refusal.provider()))
                && Arrays.stream(words).allMatch(word -> holds(refusal, word));
    }

    private static boolean holds(RefusedSubmission refusal, String word) {
        ReceivedRequest request = refusal.exchange().request();
        String reply = refusal.exchange()
                .reply()
                .map(each -> new String(each.body(), StandardCharsets.UTF_8))
                .orElse("");
        return Stream.of(request.path(), request.query(), request.text(), reply)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(word));
    }

    private static @Nullable MessageState stateOf(InboxItem item) {
        SimulatedMessage message = item.message();
        return message == null || item.fromHandset() ? null : message.state();
    }

    private static boolean holds(InboxItem item, String word) {
        String id = Optional.ofNullable(item.message())
                .map(SimulatedMessage::messageId)
                .orElse("");
        return Stream.of(
                        item.text(),
                        item.handset(),
                        Optional.ofNullable(item.from()).orElse(""),
                        id)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(word));
    }
}

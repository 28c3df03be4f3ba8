package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.InboxItem;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.RefusedSubmission;
import io.github.camelsms.simulator.SimulatedMessage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which items are wanted: what the parameters {@code provider}, {@code handset}, {@code from} and {@code state} say, and all
 * of the words of {@code q}. A word is {@code field:value} with one of the fields below, or stands in the text, the numbers,
 * the sender ID or the message id. Quotation marks hold a value with spaces together.
 */
final class InboxFilter {

    private static final Pattern WORD = Pattern.compile("(?:([a-z]{2,8}):)?(?:\"([^\"]*)\"?|(\\S+))");

    private final List<Predicate<InboxItem>> items = new ArrayList<>();
    private final List<Predicate<RefusedSubmission>> refusals = new ArrayList<>();
    private final Tags tags;

    private InboxFilter(Tags tags) {
        this.tags = tags;
    }

    /** @throws IllegalArgumentException for a state that there is not, or a time that is none */
    static InboxFilter of(Map<String, String> query, Tags tags) {
        InboxFilter filter = new InboxFilter(tags);
        given(query, "provider").ifPresent(filter::provider);
        given(query, "handset").ifPresent(handset -> {
            String number = handset.startsWith("+") ? handset : "+" + handset;
            filter.items.add(item -> item.handset().equals(number));
        });
        Optional.ofNullable(query.get("from"))
                .ifPresent(sender -> filter.items.add(item -> sender(item).equals(sender)));
        given(query, "state").ifPresent(filter::state);
        given(query, "tag").ifPresent(filter::tag);
        Matcher words = WORD.matcher(query.getOrDefault("q", ""));
        while (words.find()) {
            String value = Optional.ofNullable(words.group(2)).orElse(words.group(3));
            filter.word(words.group(1), value, words.group());
        }
        return filter;
    }

    private void word(@Nullable String field, String value, String whole) {
        String lower = value.toLowerCase(Locale.ROOT);
        switch (field == null ? "" : field) {
            case "to" -> field(InboxItem::handset, lower);
            case "from" -> field(InboxFilter::sender, lower);
            case "text" -> field(InboxItem::text, lower);
            case "status" -> state(value);
            case "provider" -> provider(lower);
            case "tag" -> tag(value);
            case "before" -> {
                Instant end = time(value);
                items.add(item -> item.at().isBefore(end));
                refusals.add(refusal -> refusal.at().isBefore(end));
            }
            case "after" -> {
                Instant begin = time(value);
                items.add(item -> !item.at().isBefore(begin));
                refusals.add(refusal -> !refusal.at().isBefore(begin));
            }
            default -> anywhere((field == null ? value : whole).toLowerCase(Locale.ROOT));
        }
    }

    private void field(Function<InboxItem, String> field, String part) {
        items.add(item -> field.apply(item).toLowerCase(Locale.ROOT).contains(part));
        refusals.add(refusal -> holds(refusal, part));
    }

    private void provider(String provider) {
        items.add(item -> item.provider().equals(provider));
        refusals.add(refusal -> refusal.provider().equals(provider));
    }

    private void tag(String name) {
        items.add(item -> tags.has(item, name));
    }

    private void state(String name) {
        MessageState wanted = Arrays.stream(MessageState.values())
                .filter(state -> state.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("state is one of " + Arrays.toString(MessageState.values())));
        items.add(item -> wanted == stateOf(item));
    }

    private void anywhere(String word) {
        items.add(item -> holds(item, word));
        refusals.add(refusal -> holds(refusal, word));
    }

    /** A day begins in UTC. */
    private static Instant time(String written) {
        try {
            return written.length() == "2026-01-31".length()
                    ? LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(written);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "before: and after: take a day or a time, for example 2026-01-31 or 2026-01-31T12:00:00Z",
                    malformed);
        }
    }

    private static Optional<String> given(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    boolean takes(InboxItem item) {
        return items.stream().allMatch(rule -> rule.test(item));
    }

    /** A refusal has no handset, no sender and no state; its words stand in the address, the request or the reply. */
    boolean takes(RefusedSubmission refusal) {
        return refusals.stream().allMatch(rule -> rule.test(refusal));
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

    private static String sender(InboxItem item) {
        return Optional.ofNullable(item.from()).orElse("");
    }

    private static boolean holds(InboxItem item, String word) {
        String id = Optional.ofNullable(item.message())
                .map(SimulatedMessage::messageId)
                .orElse("");
        return Stream.of(item.text(), item.handset(), sender(item), id)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(word));
    }
}

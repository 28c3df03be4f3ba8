package io.github.camelsms.provider.twochat;

import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.spi.CallReply;
import io.github.camelsms.spi.Inbox;
import io.github.camelsms.spi.Lenient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What arrived, by way of channels, conversations and threads. 2Chat's own documents do not describe these calls: they rest
 * on what the vendor published elsewhere. Reading costs a call for the channels, one for each channel, and one for each conversation in
 * which something happened.
 */
final class TwoChatInbox implements Inbox {

    @Override
    public List<InboundSms> read(Instant from, Caller caller) {
        Instant since = from.truncatedTo(ChronoUnit.SECONDS); // 2Chat reports whole seconds
        List<InboundSms> arrived = new ArrayList<>();
        for (Map<String, Object> channel : all(TwoChatMethod.CHANNELS, Map.of(), row -> true, caller)) {
            String id = text(channel, "uuid");
            if (id != null && receives(channel)) {
                readChannel(id, since, caller, arrived);
            }
        }
        arrived.sort(Comparator.comparing(InboundSms::at, Comparator.nullsFirst(Comparator.naturalOrder())));
        return arrived;
    }

    private static boolean receives(Map<String, Object> channel) {
        return !Boolean.FALSE.equals(channel.get("enabled")) && !Boolean.FALSE.equals(channel.get("supports_sms_in"));
    }

    /** Conversations come newest first: the first that is older ends the reading. */
    private static void readChannel(String channel, Instant since, Caller caller, List<InboundSms> arrived) {
        Map<String, Object> params = Map.of(TwoChatMethod.CHANNEL, channel);
        for (Map<String, Object> talk :
                all(TwoChatMethod.CONVERSATIONS, params, row -> notBefore(row, "last_message_ts", since), caller)) {
            String contact = text(talk, "contact");
            if (contact != null) {
                readThread(channel, contact, since, caller, arrived);
            }
        }
    }

    private static void readThread(
            String channel, String contact, Instant since, Caller caller, List<InboundSms> arrived) {
        Map<String, Object> params = Map.of(TwoChatMethod.CHANNEL, channel, TwoChatMethod.CONTACT, contact);
        all(TwoChatMethod.MESSAGES, params, row -> notBefore(row, "timestamp", since), caller).stream()
                .filter(message -> "inbound".equals(message.get("direction")))
                .map(TwoChatInbox::sms)
                .forEach(arrived::add);
    }

    /** The rows of all pages that are wanted; after a page with one that is not, no further page is read. */
    private static List<Map<String, Object>> all(
            TwoChatMethod method, Map<String, Object> params, Predicate<Map<String, Object>> wanted, Caller caller) {
        List<Map<String, Object>> all = new ArrayList<>();
        SmsCall page = new SmsCall(method.name(), params, true, true);
        while (page != null) {
            CallReply reply = caller.call(page);
            List<Map<String, Object>> good =
                    reply.rows().stream().filter(wanted).toList();
            all.addAll(good);
            page = good.size() < reply.rows().size() ? null : reply.nextPage();
        }
        return all;
    }

    /** A row without a readable time may be new. */
    private static boolean notBefore(Map<String, Object> row, String member, Instant since) {
        Instant time = time(row.get(member));
        return time == null || !time.isBefore(since);
    }

    private static InboundSms sms(Map<String, Object> message) {
        Instant at = time(message.get("timestamp"));
        return InboundSms.of(
                TwoChatProvider.ID,
                text(message, "uuid"),
                null,
                Lenient.msisdn(text(message, "source")),
                Lenient.ours(text(message, "destination")),
                Objects.requireNonNullElse(text(message, "text"), ""),
                false,
                at != null ? at : Lenient.utc(text(message, "created_at")));
    }

    private static @Nullable Instant time(@Nullable Object seconds) {
        return seconds instanceof Number number ? Lenient.epoch(number.longValue()) : null;
    }

    private static @Nullable String text(Map<String, Object> row, String member) {
        Object value = row.get(member);
        return value == null ? null : value.toString();
    }
}

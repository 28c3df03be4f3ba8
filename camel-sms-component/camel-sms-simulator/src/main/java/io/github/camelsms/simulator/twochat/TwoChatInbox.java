package io.github.camelsms.simulator.twochat;

import io.github.camelsms.simulator.Escapes;
import io.github.camelsms.simulator.HandsetReply;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of an account: its channels, conversations and messages of both directions. Thread-safe.
 *
 * <p>Documented: paths, parameters with their bounds, members, the order of conversations and messages, pages that count from
 * zero, 404 for an id that is unknown.
 *
 * <ul>
 * <li>guess: a channel is a number that the account has sent from or was written to; a new account has +13125550147. Nothing
 * tells when it was set up: a year ago.
 * <li>guess: a page number or size out of bounds, and a {@code before_ts} that is no number, is 422.
 * <li>guess: a conversation with nobody, a contact that never wrote or was written to, is an empty thread.
 * <li>guess: a message that came in costs nothing; {@code timestamp} and {@code created_at} agree.
 * <li>guess: what came in is kept for the newest ten thousand messages.
 * </ul>
 */
final class TwoChatInbox {

    private static final String FIRST_NUMBER = "+13125550147";
    private static final String ACCOUNT = "ACC00000000-0000-4000-8000-000000000001";
    private static final String CHANNELS = "/open/sms/channels";
    private static final String CHANNEL = "/open/sms/channel/";
    private static final String CONVERSATIONS = "/open/sms/conversations/";
    private static final String MESSAGES = "/open/sms/messages/";
    private static final int MOST_RESULTS = 200;
    private static final int MOST_KEPT = 10_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");

    /** A message of either direction. @param members without {@code timestamp} */
    private record Entry(String channel, String contact, String text, boolean inbound, Instant at, Members members) {

        @Override
        public String toString() {
            return "Entry[inbound=" + inbound + ", at=" + at + "]";
        }
    }

    private record Received(String uuid, String channel, String contact, String text, Instant at) {

        Members members() {
            return new Members()
                    .with("uuid", uuid)
                    .with("destination", channel)
                    .with("source", contact)
                    .with("text", text)
                    .with("direction", "inbound")
                    .with("price", 0.0)
                    .with("voip_number_setup_id", 3107)
                    .with("created_at", time(at))
                    .with("updated_at", time(at));
        }

        Entry entry() {
            return new Entry(channel, contact, text, true, at, members());
        }

        @Override
        public String toString() {
            return "Received[uuid=" + uuid + "]";
        }
    }

    private final Deque<Received> received = new ArrayDeque<>();

    synchronized void add(HandsetReply reply, SimulatedAccount account) {
        SimulatedMessage answered = reply.answered();
        String channel =
                Optional.ofNullable(answered).map(SimulatedMessage::from).orElse(FIRST_NUMBER);
        received.addLast(
                new Received("SMI" + account.ids().uuid(), channel, "+" + reply.msisdn(), reply.text(), reply.at()));
        if (received.size() > MOST_KEPT) {
            received.removeFirst();
        }
    }

    synchronized void reset() {
        received.clear();
    }

    /** A message that came in. */
    synchronized Optional<Members> find(String uuid) {
        return received.stream()
                .filter(message -> message.uuid().equals(uuid))
                .findFirst()
                .map(Received::members);
    }

    /** Whether a path is one of these. */
    static boolean serves(String path) {
        return path.equals(CHANNELS)
                || path.startsWith(CHANNEL)
                || path.startsWith(CONVERSATIONS)
                || path.startsWith(MESSAGES);
    }

    /** @throws TwoChatRefusal 404 or 422 */
    Reply read(ReceivedRequest request, SimulatedAccount account) {
        String path = request.path();
        Map<String, String> query = request.queryParameters();
        if (path.equals(CHANNELS)) {
            return channels(query, account);
        }
        if (path.startsWith(CHANNEL)) {
            String number = channel(path.substring(CHANNEL.length()), account);
            return ok(new Members().with("success", true).with("channel", channelOf(number, account)));
        }
        if (path.startsWith(CONVERSATIONS)) {
            return conversations(channel(path.substring(CONVERSATIONS.length()), account), query, account);
        }
        String[] parts = path.substring(MESSAGES.length()).split("/", 2);
        if (parts.length < 2 || parts[1].isEmpty()) {
            throw TwoChatRefusal.notFound("Resource not found");
        }
        String contact = Escapes.decode(parts[1]);
        return thread(channel(parts[0], account), contact, query, account);
    }

    private Reply channels(Map<String, String> query, SimulatedAccount account) {
        int page = number(query, "page_number", 0, 0, Integer.MAX_VALUE);
        int size = number(query, "results_per_page", MOST_RESULTS, 1, MOST_RESULTS);
        List<String> all = List.copyOf(numbers(account));
        return ok(new Members()
                .with("success", true)
                .with(
                        "channels",
                        page(all, page, size).stream()
                                .map(number -> channelOf(number, account).asMap())
                                .toList())
                .with("count", all.size())
                .with("page", page));
    }

    private Reply conversations(String channel, Map<String, String> query, SimulatedAccount account) {
        int page = number(query, "page_number", 0, 0, Integer.MAX_VALUE);
        int size = number(query, "results_per_page", 20, 1, MOST_RESULTS);
        Map<String, List<Entry>> byContact = new LinkedHashMap<>();
        for (Entry entry : entries(account, entry -> entry.channel().equals(channel))) {
            byContact
                    .computeIfAbsent(entry.contact(), contact -> new ArrayList<>())
                    .add(entry);
        }
        List<List<Entry>> newestFirst = new ArrayList<>(byContact.values());
        newestFirst.sort(
                Comparator.comparing((List<Entry> thread) -> last(thread).at()).reversed());
        return ok(new Members()
                .with("success", true)
                .with(
                        "conversations",
                        page(newestFirst, page, size).stream()
                                .map(thread -> conversation(thread).asMap())
                                .toList())
                .with("count", newestFirst.size())
                .with("page", page));
    }

    private static Members conversation(List<Entry> thread) {
        Entry last = last(thread);
        return new Members()
                .with("contact", last.contact())
                .with("last_message_text", last.text())
                .with("last_message_direction", last.inbound() ? "inbound" : "outbound")
                .with("last_message_ts", last.at().getEpochSecond())
                .with("last_message_at", time(last.at()))
                .with("message_count", thread.size());
    }

    private Reply thread(String channel, String contact, Map<String, String> query, SimulatedAccount account) {
        int size = number(query, "results_per_page", 50, 1, MOST_RESULTS);
        long before = beforeOf(query.get("before_ts"));
        String e164 = contact.startsWith("+") ? contact : "+" + contact;
        List<Entry> all = entries(
                account,
                entry -> entry.channel().equals(channel)
                        && entry.contact().equals(e164)
                        && entry.at().getEpochSecond() < before);
        List<Entry> shown = all.subList(Math.max(0, all.size() - size), all.size());
        return ok(new Members()
                .with("success", true)
                .with(
                        "messages",
                        shown.stream()
                                .map(entry -> entry.members()
                                        .with("timestamp", entry.at().getEpochSecond())
                                        .asMap())
                                .toList())
                .with("count", shown.size()));
    }

    /** Messages of both directions, oldest first. */
    private List<Entry> entries(SimulatedAccount account, Predicate<Entry> wanted) {
        return Stream.concat(
                        account.messages().stream().map(TwoChatInbox::sent),
                        received().stream().map(Received::entry))
                .filter(wanted)
                .sorted(Comparator.comparing(Entry::at))
                .toList();
    }

    /** A copy: no other lock is taken under this one. */
    private synchronized List<Received> received() {
        return List.copyOf(received);
    }

    private Set<String> numbers(SimulatedAccount account) {
        Set<String> numbers = new LinkedHashSet<>();
        numbers.add(FIRST_NUMBER);
        account.messages().forEach(message -> numbers.add(fromOf(message)));
        received().forEach(message -> numbers.add(message.channel()));
        return numbers;
    }

    private String channel(String uuid, SimulatedAccount account) {
        return numbers(account).stream()
                .filter(number -> idOf("SMS", number).equals(uuid))
                .findFirst()
                .orElseThrow(() -> TwoChatRefusal.notFound("Channel not found"));
    }

    private static Members channelOf(String number, SimulatedAccount account) {
        String since = time(account.clock().instant().minus(365, ChronoUnit.DAYS));
        return new Members()
                .with("uuid", idOf("SMS", number))
                .with("account_uuid", ACCOUNT)
                .with("voip_number_setup_uuid", idOf("VNS", number))
                .with("phone_number", number)
                .with("friendly_name", "Simulated " + number)
                .with("iso_country_code", "US")
                .with("supports_sms_in", true)
                .with("supports_sms_out", true)
                .with("enabled", true)
                .with("created_at", since)
                .with("updated_at", since);
    }

    /** The same number has the same id in every simulator. */
    private static String idOf(String prefix, String number) {
        return prefix + UUID.nameUUIDFromBytes((prefix + number).getBytes(StandardCharsets.UTF_8));
    }

    /** How a message that was sent is written. */
    static Members sentMembers(SimulatedMessage message) {
        String createdAt = time(message.acceptedAt());
        return new Members()
                .with("uuid", message.messageId())
                .with("destination", message.to())
                .with("source", message.from())
                .with("text", message.text())
                .with("fragments", message.segments())
                .with("direction", "outbound")
                .with("price", message.price())
                .with("voip_number_setup_id", 3107)
                .with("created_at", createdAt)
                .with("updated_at", createdAt);
    }

    private static Entry sent(SimulatedMessage message) {
        return new Entry(
                fromOf(message), message.to(), message.text(), false, message.acceptedAt(), sentMembers(message));
    }

    private static String fromOf(SimulatedMessage message) {
        return Optional.ofNullable(message.from()).orElse(FIRST_NUMBER);
    }

    private static Entry last(List<Entry> thread) {
        return thread.get(thread.size() - 1);
    }

    private static <T> List<T> page(List<T> all, int page, int size) {
        return all.stream().skip((long) page * size).limit(size).toList();
    }

    private static long beforeOf(@Nullable String written) {
        if (written == null || written.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!NUMBER.matcher(written).matches()) {
            throw TwoChatRefusal.invalid("before_ts");
        }
        return Long.parseLong(written);
    }

    private static int number(Map<String, String> query, String name, int usual, int least, int most) {
        String written = query.getOrDefault(name, "");
        if (written.isEmpty()) {
            return usual;
        }
        if (!NUMBER.matcher(written).matches() || Long.parseLong(written) < least || Long.parseLong(written) > most) {
            throw TwoChatRefusal.invalid(name);
        }
        return Integer.parseInt(written);
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Reply ok(Members members) {
        return Reply.json(200, members);
    }
}

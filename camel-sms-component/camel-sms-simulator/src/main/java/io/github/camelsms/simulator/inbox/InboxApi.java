package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.Callback;
import io.github.camelsms.simulator.Escapes;
import io.github.camelsms.simulator.Inbox;
import io.github.camelsms.simulator.InboxItem;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.MessageWebhook;
import io.github.camelsms.simulator.MessageWebhookRules;
import io.github.camelsms.simulator.RefusedSubmission;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import wiremock.jakarta.servlet.AsyncContext;

/**
 * The JSON API of the inbox; docs/inbox.md lists its calls. Everything that changes something wants a body of
 * {@code application/json}, which no foreign web page can send without asking first.
 *
 * <p>Refusals are {@code {"error": "..."}}: 400 for what makes no sense, 404 for what is not there (any more), 409 for what the
 * message's state or the gateway does not allow, 415 for another type of body.
 */
final class InboxApi {

    private static final int MOST = 500;
    private static final int USUAL = 100;
    private static final int LONGEST_WAIT_SECONDS = 3_600;
    private static final int LONGEST_REPLY = 10_000;
    private static final int LONGEST_OPTION = 1_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern NOT_A_DIGIT = Pattern.compile("[^0-9]");

    private final Inbox inbox;
    private final List<SimulatedAccount> accounts;
    private final Tags tags;
    private final InboxJson json;
    private final MessageWebhooks webhooks;
    private final Runnable forgetRequests;

    /** @throws IllegalArgumentException for a webhook that is not valid */
    InboxApi(
            Inbox inbox,
            Collection<SimulatedAccount> accounts,
            Tags tags,
            MessageWebhookRules rules,
            Runnable forgetRequests) {
        this.forgetRequests = forgetRequests;
        this.inbox = inbox;
        this.accounts = List.copyOf(accounts);
        this.tags = tags;
        json = new InboxJson(new Masking(accounts), tags);
        webhooks = new MessageWebhooks(inbox, json, tags, rules);
    }

    void close() {
        webhooks.close();
    }

    /** @param path below that of the page, raw: {@code api/messages/7} */
    ApiReply get(String path, @Nullable String rawQuery) {
        Map<String, String> query = Escapes.pairs(rawQuery == null ? "" : rawQuery);
        return answer(() -> {
            String[] names = path.split("/");
            return switch (route(names, "messages", "refusals", "webhooks")) {
                case "api/status" -> status();
                case "api/codes" -> codes(query);
                case "api/handsets" -> handsets(query);
                case "api/messages" -> messages(query);
                case "api/messages/*" -> json.whole(item(names[2]));
                case "api/refusals" -> refusals(query);
                case "api/refusals/*" -> json.whole(refusal(names[2]));
                case "api/webhooks" -> webhooks.all();
                case "api/webhooks/*" -> webhooks.find(names[2]);
                default -> throw nothingHere();
            };
        });
    }

    /** Answers later: with the message that comes, or with 408. @throws IllegalArgumentException for a query that is not valid */
    void waitForMessage(@Nullable String rawQuery, Waits waits, Supplier<AsyncContext> request) {
        WaitQuery query = WaitQuery.of(Escapes.pairs(rawQuery == null ? "" : rawQuery), tags);
        waits.add(query, item -> true, item -> ApiReply.json(200, json.whole(item)), request.get());
    }

    /** The same with the code in the message: JSON, or the code and nothing else for {@code format=text}. */
    void waitForCode(@Nullable String rawQuery, Waits waits, Supplier<AsyncContext> request) {
        Map<String, String> parameters = Escapes.pairs(rawQuery == null ? "" : rawQuery);
        WaitQuery query = WaitQuery.of(parameters, tags);
        String expression = parameters.getOrDefault("pattern", "");
        TextPattern pattern = expression.isEmpty() ? TextPattern.CODE : TextPattern.of("pattern", expression);
        boolean text =
                switch (parameters.getOrDefault("format", "json")) {
                    case "json" -> false;
                    case "text" -> true;
                    default -> throw new IllegalArgumentException("format must be json or text");
                };
        waits.add(
                query,
                item -> pattern.isIn(item.text()),
                item -> code(item, pattern.codeIn(item.text()).orElse(""), text),
                request.get());
    }

    private ApiReply code(InboxItem item, String code, boolean text) {
        return text
                ? new ApiReply(200, "text/plain; charset=utf-8", (code + "\n").getBytes(StandardCharsets.UTF_8))
                : ApiReply.json(
                        200,
                        new Members()
                                .with("code", code)
                                .with("number", item.number())
                                .with("message", json.inList(item)));
    }

    ApiReply post(String path, @Nullable String type, byte[] body) {
        if (!isJson(type)) {
            return ApiReply.error(415, "The body is to be of type application/json");
        }
        return answer(() -> {
            String[] names = path.split("/");
            return switch (route(names, "messages", "handsets")) {
                case "api/messages/*/tag" -> tag(item(names[2]), true, InboxJson.object(body));
                case "api/messages/*/untag" -> tag(item(names[2]), false, InboxJson.object(body));
                case "api/messages/*/deliver",
                        "api/messages/*/fail",
                        "api/messages/*/expire",
                        "api/messages/*/lose",
                        "api/messages/*/twice",
                        "api/messages/*/late",
                        "api/messages/*/follow",
                        "api/messages/*/reply" -> act(item(names[2]), names[3], InboxJson.object(body));
                case "api/handsets/*/messages" -> write(Escapes.decode(names[2]), InboxJson.object(body));
                case "api/webhooks" -> webhooks.add(webhook(InboxJson.object(body)));
                default -> throw nothingHere();
            };
        });
    }

    /** Of messages all, and the journal of requests as well; of webhooks one. */
    ApiReply delete(String path) {
        return answer(() -> {
            String[] names = path.split("/");
            return switch (route(names, "webhooks")) {
                case "api/messages" -> clear();
                case "api/webhooks/*" -> webhooks.remove(names[2]);
                default -> throw nothingHere();
            };
        });
    }

    private Members clear() {
        inbox.clear();
        forgetRequests.run();
        return status();
    }

    private static MessageWebhook webhook(Map<String, @Nullable Object> body) {
        String url = option(body, "url");
        String secret = option(body, "secret");
        return new MessageWebhook(
                uri(url), option(body, "q"), seconds(body, "delay", 0), secret.isEmpty() ? null : secret);
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("url must be an HTTP address", malformed);
        }
    }

    /** Empty when it is not given. */
    private static String option(Map<String, @Nullable Object> body, String name) {
        Object value = body.get(name);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text) || text.length() > LONGEST_OPTION) {
            throw new IllegalArgumentException(name + " must be a text of at most " + LONGEST_OPTION + " characters");
        }
        return text;
    }

    /** The path with a star for the name below each of these collections. */
    private static String route(String[] names, String... collections) {
        String[] starred = names.clone();
        if (names.length > 2 && List.of(collections).contains(names[1])) {
            starred[2] = "*";
        }
        return String.join("/", starred);
    }

    private static NoSuchElementException nothingHere() {
        return new NoSuchElementException("The inbox has no such call");
    }

    private Members status() {
        return new Members()
                .with("revision", inbox.revision())
                .with("kept", inbox.size())
                .with("keep", inbox.keep())
                .with("total", inbox.total())
                .with("forgotten", inbox.forgotten())
                .with("refused", inbox.refusals().size())
                .with("tags", tags.names(this::isKept))
                .with("callbacksUnderWay", inbox.callbacksUnderWay())
                .with(
                        "providers",
                        accounts.stream()
                                .map(account -> new Members()
                                        .with("id", account.provider())
                                        .with("basePath", account.basePath())
                                        .with("replies", account.takesReplies())
                                        .asMap())
                                .toList());
    }

    private Members handsets(Map<String, String> query) {
        long revision = inbox.revision();
        InboxFilter filter = InboxFilter.of(query, tags);
        Map<String, Handset> handsets = new LinkedHashMap<>();
        List<InboxItem> items = inbox.items();
        OptOuts optOuts = new OptOuts(items);
        newestFirst(items, item -> {
            if (filter.takes(item)) {
                handsets.computeIfAbsent(item.handset(), Handset::new).add(item);
            }
            return true;
        });
        int limit = limit(query);
        return new Members()
                .with("revision", revision)
                .with("total", handsets.size())
                .with(
                        "handsets",
                        handsets.values().stream()
                                .limit(limit)
                                .map(handset -> handset.members(json)
                                        .with("optedOut", optOuts.of(handset.number))
                                        .asMap())
                                .toList());
    }

    private Members messages(Map<String, String> query) {
        long revision = inbox.revision();
        InboxFilter filter = InboxFilter.of(query, tags);
        int limit = limit(query);
        long before = number(query, "before", Long.MAX_VALUE);
        long since = number(query, "since", -1);
        Deque<InboxItem> page = new ArrayDeque<>();
        boolean[] more = {false};
        newestFirst(since < 0 ? inbox.items() : inbox.changedSince(since), item -> {
            if (item.number() >= before || !filter.takes(item)) {
                return true;
            }
            more[0] = page.size() == limit;
            if (!more[0]) {
                page.addFirst(item);
            }
            return !more[0];
        });
        return new Members()
                .with("revision", revision)
                .with("more", more[0])
                .with(
                        "messages",
                        page.stream().map(item -> json.inList(item).asMap()).toList());
    }

    /** The newest code of each handset, the newest first. */
    private Members codes(Map<String, String> query) {
        long revision = inbox.revision();
        InboxFilter filter = InboxFilter.of(query, tags);
        int limit = limit(query);
        Map<String, Members> codes = new LinkedHashMap<>();
        newestFirst(inbox.items(), item -> {
            if (!item.fromHandset() && !codes.containsKey(item.handset()) && filter.takes(item)) {
                InboxJson.code(item).ifPresent(code -> codes.put(item.handset(), InboxJson.inCodes(item, code)));
            }
            return codes.size() <= limit;
        });
        return new Members()
                .with("revision", revision)
                .with("more", codes.size() > limit)
                .with(
                        "codes",
                        codes.values().stream().limit(limit).map(Members::asMap).toList());
    }

    private Members refusals(Map<String, String> query) {
        long revision = inbox.revision();
        InboxFilter filter = InboxFilter.of(query, tags);
        int limit = limit(query);
        long before = number(query, "before", Long.MAX_VALUE);
        List<RefusedSubmission> found = inbox.refusals().stream()
                .filter(refusal -> refusal.number() < before && filter.takes(refusal))
                .toList();
        int surplus = Math.max(0, found.size() - limit);
        return new Members()
                .with("revision", revision)
                .with("more", surplus > 0)
                .with(
                        "refusals",
                        found.subList(surplus, found.size()).stream()
                                .map(refusal -> json.inList(refusal).asMap())
                                .toList());
    }

    private RefusedSubmission refusal(String number) {
        return inbox.refusals().stream()
                .filter(refusal -> String.valueOf(refusal.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("The inbox has no refusal " + number + ", or no more"));
    }

    private Members act(InboxItem item, String action, Map<String, @Nullable Object> body) {
        long number = item.number();
        List<Callback> callbacks =
                switch (action) {
                    case "deliver" -> inbox.end(number, MessageState.DELIVERED);
                    case "fail" -> inbox.end(number, MessageState.UNDELIVERED);
                    case "expire" -> inbox.end(number, MessageState.EXPIRED);
                    case "twice" -> inbox.receiptTwice(number);
                    case "late" -> inbox.receiptLate(number, seconds(body, "seconds", 10));
                    case "follow" -> inbox.followLink(number);
                    case "reply" -> inbox.reply(number, text(body));
                    default -> lose(number);
                };
        return new Members()
                .with("calls", callbacks.size())
                .with("message", json.whole(inbox.find(number).orElse(item)));
    }

    private Members tag(InboxItem item, boolean given, Map<String, @Nullable Object> body) {
        if (!(body.get("tag") instanceof String name)) {
            throw new IllegalArgumentException("tag is missing");
        }
        tags.keep(this::isKept);
        tags.decide(item, name.strip(), given);
        inbox.touch(item.number());
        return json.whole(inbox.find(item.number()).orElse(item));
    }

    private boolean isKept(long number) {
        return inbox.find(number).isPresent();
    }

    private List<Callback> lose(long number) {
        inbox.loseReceipt(number);
        return List.of();
    }

    /** A handset writes without having been written to. */
    private Members write(String handset, Map<String, @Nullable Object> body) {
        if (!(body.get("provider") instanceof String provider)) {
            throw new IllegalArgumentException("provider is missing");
        }
        String digits = NOT_A_DIGIT.matcher(handset).replaceAll("");
        if (digits.isEmpty()) {
            throw new IllegalArgumentException("The handset is no number");
        }
        List<Callback> callbacks = inbox.write(provider, digits, text(body));
        return new Members().with("calls", callbacks.size()).with("message", newestOf("+" + digits));
    }

    private @Nullable Members newestOf(String handset) {
        List<InboxItem> items = inbox.items();
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i).handset().equals(handset)) {
                return json.whole(items.get(i));
            }
        }
        return null;
    }

    private InboxItem item(String number) {
        return Optional.of(number)
                .filter(digits -> NUMBER.matcher(digits).matches())
                .flatMap(digits -> inbox.find(Long.parseLong(digits)))
                .orElseThrow(() -> new NoSuchElementException("The inbox has no message " + number + ", or no more"));
    }

    private static String text(Map<String, @Nullable Object> body) {
        if (!(body.get("text") instanceof String text) || text.isEmpty() || text.length() > LONGEST_REPLY) {
            throw new IllegalArgumentException("text is to have 1 to " + LONGEST_REPLY + " characters");
        }
        return text;
    }

    private static Duration seconds(Map<String, @Nullable Object> body, String name, int otherwise) {
        Object seconds = body.getOrDefault(name, otherwise);
        if (!(seconds instanceof Number number)
                || !(number.doubleValue() >= 0)
                || number.doubleValue() > LONGEST_WAIT_SECONDS) {
            throw new IllegalArgumentException(name + " must be a number from 0 to " + LONGEST_WAIT_SECONDS);
        }
        return Duration.ofMillis(Math.round(number.doubleValue() * 1_000));
    }

    private static int limit(Map<String, String> query) {
        return (int) Math.min(MOST, Math.max(1, number(query, "limit", USUAL)));
    }

    private static long number(Map<String, String> query, String name, long otherwise) {
        String value = query.get(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " is to be a number", notANumber);
        }
    }

    private interface Visitor {
        /** @return whether to go on */
        boolean visit(InboxItem item);
    }

    private static void newestFirst(List<InboxItem> items, Visitor visitor) {
        ListIterator<InboxItem> each = items.listIterator(items.size());
        while (each.hasPrevious() && visitor.visit(each.previous())) {
            // the visitor does it all
        }
    }

    /** A handset and its conversations, by the newest item: that which is added first. */
    private static final class Handset {

        private record Key(String provider, @Nullable String from) {}

        private static final class Conversation {

            private final InboxItem newest;
            private int count;

            Conversation(InboxItem newest) {
                this.newest = newest;
            }

            Members members(InboxJson json) {
                SimulatedMessage message = newest.message();
                return new Members()
                        .with("provider", newest.provider())
                        .with("from", newest.from())
                        .with("count", count)
                        .with("number", newest.number())
                        .with("at", newest.at().toString())
                        .with("kind", newest.fromHandset() ? "reply" : "message")
                        .with(
                                "state",
                                newest.fromHandset() || message == null
                                        ? null
                                        : message.state().name())
                        .with("preview", json.preview(newest));
            }
        }

        private final String number;
        private final Map<Key, Conversation> conversations = new LinkedHashMap<>();
        private @Nullable String at;
        private int count;

        Handset(String number) {
            this.number = number;
        }

        void add(InboxItem item) {
            if (count++ == 0) {
                at = item.at().toString();
            }
            conversations.computeIfAbsent(new Key(item.provider(), item.from()), key -> new Conversation(item)).count++;
        }

        Members members(InboxJson json) {
            return new Members()
                    .with("handset", number)
                    .with("count", count)
                    .with("at", at)
                    .with(
                            "conversations",
                            conversations.values().stream()
                                    .limit(USUAL)
                                    .map(conversation ->
                                            conversation.members(json).asMap())
                                    .toList());
        }
    }

    private interface Answer {
        Members get();
    }

    private static ApiReply answer(Answer answer) {
        try {
            return ApiReply.json(200, answer.get());
        } catch (NoSuchElementException unknown) {
            return ApiReply.error(404, unknown.getMessage());
        } catch (IllegalArgumentException wrong) {
            return ApiReply.error(400, wrong.getMessage());
        } catch (IllegalStateException notNow) {
            return ApiReply.error(409, notNow.getMessage());
        }
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json");
    }
}

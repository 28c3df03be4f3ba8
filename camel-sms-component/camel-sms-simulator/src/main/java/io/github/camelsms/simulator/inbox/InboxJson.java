package io.github.camelsms.simulator.inbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelsms.model.Segments;
import io.github.camelsms.simulator.Callback;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.CallbackKind;
import io.github.camelsms.simulator.InboxItem;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.RefusedSubmission;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SubmissionExchange;
import io.github.camelsms.simulator.WebhookCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Items as JSON. */
final class InboxJson {

    /** Characters of a text in a list; the whole of it stands in the item itself. */
    static final int LONGEST_IN_LIST = 2_000;

    private static final int LONGEST_PREVIEW = 120;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final Masking masking;
    private final Tags tags;

    InboxJson(Masking masking, Tags tags) {
        this.tags = tags;
        this.masking = masking;
    }

    /** By way of a text: half a surrogate pair in a message becomes a question mark and no error. */
    static byte[] bytes(Members members) throws JsonProcessingException {
        return MAPPER.writeValueAsString(members.asMap()).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException unless the bytes are a JSON object */
    static Map<String, @Nullable Object> object(byte[] bytes) {
        try {
            Map<String, @Nullable Object> members = MAPPER.readValue(bytes, OBJECT);
            if (members != null) {
                return members;
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("The body is no JSON object", malformed);
        }
        throw new IllegalArgumentException("The body is no JSON object");
    }

    Members inList(InboxItem item) {
        return item(item, LONGEST_IN_LIST);
    }

    Members whole(InboxItem item) {
        Members members = item(item, Integer.MAX_VALUE);
        SimulatedMessage message = item.message();
        if (message != null && !item.fromHandset()) {
            members.with("code", code(item).orElse(null))
                    .with("verifyCode", message.verifyCode())
                    .with("udh", message.udh())
                    .with("dueAt", message.sendAt().toString())
                    .with(
                            "history",
                            item.history().stream()
                                    .map(step -> new Members()
                                            .with("state", step.state().name())
                                            .with("at", step.at().toString())
                                            .with("note", step.note())
                                            .asMap())
                                    .toList());
        }
        SubmissionExchange exchange = item.exchange();
        if (exchange != null) {
            members.with("request", request(exchange.request()))
                    .with("reply", exchange.reply().map(this::reply).orElse(null));
        }
        return members.with(
                "callbacks",
                item.callbacks().stream()
                        .map(callback -> callback(callback).asMap())
                        .toList());
    }

    /** With the beginning of what the gateway said. */
    Members inList(RefusedSubmission refusal) {
        ReceivedRequest request = refusal.exchange().request();
        Optional<Reply> reply = refusal.exchange().reply();
        return new Members()
                .with("number", refusal.number())
                .with("kind", "refusal")
                .with("provider", refusal.provider())
                .with("at", refusal.at().toString())
                .with("method", request.method())
                .with("url", url(request))
                .with("status", reply.map(Reply::status).orElse(null))
                .with("why", cut(reply.map(this::body).orElse(""), LONGEST_IN_LIST));
    }

    Members whole(RefusedSubmission refusal) {
        return inList(refusal)
                .with("request", request(refusal.exchange().request()))
                .with("reply", refusal.exchange().reply().map(this::reply).orElse(null));
    }

    /** A URL or another text without secrets. */
    String masked(String raw) {
        return masking.text(raw);
    }

    /** What {@code GET code} finds in it; of a long text the beginning counts. */
    static Optional<String> code(InboxItem item) {
        return TextPattern.CODE.codeIn(cut(item.text(), LONGEST_IN_LIST));
    }

    static Members inCodes(InboxItem item, String code) {
        return new Members()
                .with("kind", "code")
                .with("handset", item.handset())
                .with("code", code)
                .with("number", item.number())
                .with("provider", item.provider())
                .with("from", item.from())
                .with("at", item.at().toString());
    }

    String preview(InboxItem item) {
        return cut(item.text(), LONGEST_PREVIEW);
    }

    private Members item(InboxItem item, int longest) {
        Members members = new Members()
                .with("number", item.number())
                .with("revision", item.revision())
                .with("kind", item.fromHandset() ? "reply" : "message")
                .with("provider", item.provider())
                .with("handset", item.handset())
                .with("from", item.from())
                .with("at", item.at().toString())
                .with("text", cut(item.text(), longest))
                .with("length", item.text().length())
                .with("tags", tags.of(item));
        SimulatedMessage message = item.message();
        if (item.fromHandset()) {
            members.with("inReplyTo", message == null ? null : message.messageId());
        } else if (message != null) {
            members.with("messageId", message.messageId())
                    .with("segments", message.segments())
                    .with("encoding", Segments.of(message.text()).encoding().toString())
                    .with("price", message.price())
                    .with("state", message.state().name())
                    .with("final", message.state().isFinal());
        }
        return members.with("receipts", receipts(item.callbacks()));
    }

    /** Calls in short: how many there are, how many are not over, and the last answer. */
    private static Members receipts(List<Callback> callbacks) {
        List<CallbackAttempt> attempts = callbacks.stream()
                .flatMap(callback -> callback.attempts().stream())
                .toList();
        Optional<CallbackAttempt> last =
                attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
        return new Members()
                .with("calls", callbacks.size())
                .with(
                        "underWay",
                        callbacks.stream()
                                .filter(callback -> !callback.isOver())
                                .count())
                .with("status", last.map(CallbackAttempt::status).orElse(null))
                .with("failure", last.map(CallbackAttempt::failure).orElse(null));
    }

    private Members request(ReceivedRequest request) {
        return new Members()
                .with("method", request.method())
                .with("url", url(request))
                .with("headers", masking.headers(request.headers()))
                .with("body", masking.text(request.text()));
    }

    private String url(ReceivedRequest request) {
        return masking.text(request.query().isEmpty() ? request.path() : request.path() + "?" + request.query());
    }

    private String body(Reply reply) {
        return masking.text(new String(reply.body(), StandardCharsets.UTF_8));
    }

    private Members reply(Reply reply) {
        return new Members()
                .with("status", reply.status())
                .with("headers", masking.headers(lists(reply.headers())))
                .with("body", body(reply));
    }

    private Members callback(Callback callback) {
        WebhookCall call = callback.call();
        Optional<SimulatedMessage> told =
                Optional.ofNullable(callback.message()).filter(message -> callback.kind() != CallbackKind.REPLY);
        return new Members()
                .with("kind", callback.kind().name())
                .with("state", told.map(message -> message.state().name()).orElse(null))
                .with("method", call.method())
                .with("url", masking.text(call.target().toString()))
                .with("headers", masking.headers(lists(call.headers())))
                .with("body", masking.text(call.text()))
                .with("over", callback.isOver())
                .with(
                        "attempts",
                        callback.attempts().stream()
                                .map(attempt -> attempt(attempt).asMap())
                                .toList());
    }

    private Members attempt(CallbackAttempt attempt) {
        String body = attempt.reply();
        return new Members()
                .with("number", attempt.number())
                .with("at", attempt.at().toString())
                .with("status", attempt.status())
                .with("failure", attempt.failure())
                .with("body", body == null ? null : masking.text(body));
    }

    private static Map<String, List<String>> lists(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        header -> List.of(header.getValue()),
                        (first, second) -> first,
                        TreeMap::new));
    }

    /** Never between the halves of a surrogate pair. */
    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }
}

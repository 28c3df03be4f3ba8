package io.github.camelsms.simulator;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An item of the inbox as a file keeps it: JSON with these members.
 *
 * @param message  as it stands; for what was written on a handset that which it answers, or null
 * @param written  null for a message to a handset
 * @param exchange null for what was written on a handset, and where request and reply are too long to keep
 * @param plan     what is to become of the message, null where nobody knows
 */
record StoredItem(
        long number,
        String provider,
        String handset,
        @Nullable SimulatedMessage message,
        @Nullable Written written,
        @Nullable Exchange exchange,
        List<MessageStep> history,
        List<Call> calls,
        @Nullable MessagePlan plan) {

    /** Of a request over that length the raw bytes are not kept. */
    private static final int LONGEST = 1_000_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new Read<>(Instant.class, Instant::parse))
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addDeserializer(Duration.class, new Read<>(Duration.class, Duration::parse)))
            .build();

    record Written(String text, Instant at) {}

    record Exchange(ReceivedRequest request, @Nullable Reply reply) {}

    /** @param state that a receipt tells, null for a reply @param over whether no attempt follows */
    record Call(
            CallbackKind kind,
            @Nullable MessageState state,
            @Nullable Instant finalAt,
            WebhookCall request,
            List<Attempt> attempts,
            boolean over) {}

    record Attempt(
            int number,
            Duration waited,
            @Nullable Integer status,
            @Nullable String reply,
            @Nullable String failure,
            Instant at) {}

    private static final class Read<T> extends FromStringDeserializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient Parser<T> parser;

        private interface Parser<T> {
            T parse(String text);
        }

        Read(Class<T> type, Parser<T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) {
            return parser.parse(text);
        }
    }

    static StoredItem of(InboxItem item, @Nullable MessagePlan plan) {
        HandsetReply reply = item.written();
        SubmissionExchange exchange = item.exchange();
        return new StoredItem(
                item.number(),
                item.provider(),
                item.handset(),
                item.message(),
                reply == null ? null : new Written(reply.text(), reply.at()),
                exchange == null
                        ? null
                        : new Exchange(exchange.request(), exchange.reply().orElse(null)),
                item.history(),
                item.callbacks().stream().map(StoredItem::call).toList(),
                plan);
    }

    private static Call call(Callback callback) {
        Optional<SimulatedMessage> told =
                Optional.ofNullable(callback.message()).filter(message -> callback.kind() != CallbackKind.REPLY);
        return new Call(
                callback.kind(),
                told.map(SimulatedMessage::state).orElse(null),
                told.map(SimulatedMessage::finalAt).orElse(null),
                callback.call(),
                callback.attempts().stream()
                        .map(attempt -> new Attempt(
                                attempt.number(),
                                attempt.waited(),
                                attempt.status(),
                                attempt.reply(),
                                attempt.failure(),
                                attempt.at()))
                        .toList(),
                callback.isOver());
    }

    /** Without request and reply where they make it too long; empty when it is too long all the same. */
    Optional<byte[]> bytes() {
        byte[] whole = written(this);
        byte[] kept = whole.length <= LONGEST
                ? whole
                : written(new StoredItem(number, provider, handset, message, written, null, history, List.of(), plan));
        return Optional.of(kept).filter(bytes -> bytes.length <= LONGEST);
    }

    /** By way of a text: half a surrogate pair in a message becomes a question mark and no error. */
    private static byte[] written(StoredItem item) {
        try {
            return MAPPER.writeValueAsString(item).getBytes(StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @throws UncheckedIOException when they are something else */
    static StoredItem read(byte[] bytes) {
        try {
            return MAPPER.readValue(bytes, StoredItem.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    InboxItem item() {
        HandsetReply reply =
                written == null ? null : new HandsetReply(message, handset.substring(1), written.text(), written.at());
        SubmissionExchange restored = null;
        if (exchange != null) {
            restored = new SubmissionExchange(exchange.request());
            if (exchange.reply() != null) {
                restored.answered(exchange.reply());
            }
        }
        List<Callback> callbacks = new ArrayList<>();
        calls.forEach(call -> callbacks.add(callback(call)));
        return new InboxItem(number, 0, provider, handset, message, reply, restored, history, callbacks);
    }

    private Callback callback(Call call) {
        SimulatedMessage told = message == null || call.state() == null
                ? message
                : message.in(call.state(), Optional.ofNullable(call.finalAt()).orElse(message.acceptedAt()));
        Callback callback = new Callback(provider, call.kind(), told, handset, call.request());
        boolean over = call.over() || call.kind() == CallbackKind.FORGERY;
        for (int i = 0; i < call.attempts().size(); i++) {
            boolean last = over && i == call.attempts().size() - 1;
            callback.add(attempt(call, call.attempts().get(i), told), last);
        }
        if (over && call.attempts().isEmpty()) {
            callback.abandon();
        }
        return callback;
    }

    private CallbackAttempt attempt(Call call, Attempt attempt, @Nullable SimulatedMessage told) {
        return new CallbackAttempt(
                provider,
                call.kind(),
                told == null ? null : told.messageId(),
                handset,
                call.state(),
                attempt.number(),
                attempt.waited(),
                call.request(),
                attempt.status(),
                attempt.reply(),
                attempt.failure(),
                attempt.at());
    }

    @Override
    public String toString() {
        return "StoredItem[number=" + number + "]";
    }
}

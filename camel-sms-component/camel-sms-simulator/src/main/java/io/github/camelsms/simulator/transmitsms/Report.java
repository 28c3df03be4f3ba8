package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.SimulatedMessage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the gateway says about one send.
 *
 * @param messages at least one, all under the same id
 * @param answers  what came back
 */
record Report(List<SimulatedMessage> messages, List<Answer> answers) {

    /** @throws TransmitSmsRefusal NOT_FOUND when there is none */
    Report {
        if (messages.isEmpty()) {
            throw TransmitSmsRefusal.notFound();
        }
    }

    String text() {
        return messages.get(0).text();
    }

    Members summary() {
        SimulatedMessage first = messages.get(0);
        return new Members()
                .with("message_id", Integer.valueOf(first.messageId()))
                .with("send_at", Parameters.time(first.sendAt()))
                .with("recipients", messages.size())
                .with("cost", messages.stream().map(SimulatedMessage::price).reduce(BigDecimal.ZERO, BigDecimal::add))
                .with("sms", segments());
    }

    Members counters() {
        return counters(
                count(Report::delivered), count(Report::pending), count(Report::bounced), answers.size(), optouts());
    }

    /** Counters of a message that was just sent. */
    static Members noneYet() {
        return counters(0, 0, 0, 0, 0);
    }

    Members stats() {
        long soft = count(message -> message.state() == MessageState.EXPIRED);
        return new Members()
                .with("hard_bounced", count(Report::bounced) - soft)
                .with("soft_bounced", soft)
                .with("total", segments())
                .with("recipientCount", messages.size())
                .with("delivered", count(Report::delivered))
                .with("pending", count(Report::pending))
                .with("bounced", count(Report::bounced))
                .with("responses", answers.size())
                .with("opt-outs", optouts())
                .with("link_hits", 0);
    }

    /** {@code delivery_status} of one recipient. */
    static String recipientStatus(SimulatedMessage message) {
        return switch (message.state()) {
            case ACCEPTED, SENT, UNKNOWN, CANCELLED -> "pending";
            case DELIVERED -> "delivered";
            case EXPIRED -> "soft-bounce";
            case UNDELIVERED, REJECTED -> "hard-bounce";
        };
    }

    static boolean pending(SimulatedMessage message) {
        return recipientStatus(message).equals("pending");
    }

    static boolean delivered(SimulatedMessage message) {
        return message.state() == MessageState.DELIVERED;
    }

    static boolean bounced(SimulatedMessage message) {
        return !pending(message) && !delivered(message);
    }

    /** Whether a recipient wants no more. */
    boolean isOptedOut(SimulatedMessage message) {
        return answers.stream()
                .anyMatch(answer -> answer.optOut() && answer.msisdn().equals(message.msisdn()));
    }

    /** What a handset shows as the sender. */
    static String senderOf(SimulatedMessage message) {
        return Optional.ofNullable(message.from()).orElse(NumberMethods.SHARED);
    }

    private static Members counters(long delivered, long pending, long bounced, long responses, long optouts) {
        return new Members()
                .with("delivered", delivered)
                .with("pending", pending)
                .with("bounced", bounced)
                .with("responses", responses)
                .with("optouts", optouts);
    }

    private long optouts() {
        return messages.stream().filter(this::isOptedOut).count();
    }

    private int segments() {
        return messages.stream().mapToInt(SimulatedMessage::segments).sum();
    }

    private long count(Predicate<SimulatedMessage> counted) {
        return messages.stream().filter(counted).count();
    }
}

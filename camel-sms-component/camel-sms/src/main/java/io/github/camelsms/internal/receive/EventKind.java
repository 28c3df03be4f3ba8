package io.github.camelsms.internal.receive;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.exchange.Correlated;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.options.OptOutSettings;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.EventKey;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What differs between receipts and inbound SMS.
 *
 * @param <T> type of the event
 */
interface EventKind<T> {

    /** What distinguishes the event from others. */
    EventKey key(T event);

    /** The ids that the event carries. */
    List<String> ids(T event);

    /**
     * What the send of the event remembered. May wait for it, within bounds.
     *
     * @param reference of the send, as the called address carried it; null for none
     */
    CompletionStage<Optional<Correlated>> correlated(T event, @Nullable String reference, ServerThread thread);

    /**
     * The event as the account reads it, after what follows from it.
     *
     * @throws RuntimeException when what follows from it cannot be kept
     */
    default T received(T event) {
        return event;
    }

    /** Writes the event into the Exchange for the route. */
    void write(Exchange exchange, T event, boolean stale);

    /**
     * Delivery receipts.
     *
     * @param account name of the account, or the provider id for one without a name
     */
    record Receipts(String account, ResultWriter writer, Correlations correlations, IdempotentSends sends)
            implements EventKind<DeliveryReceipt> {

        @Override
        public EventKey key(DeliveryReceipt receipt) {
            return EventKey.of(account, receipt);
        }

        @Override
        public List<String> ids(DeliveryReceipt receipt) {
            return List.of(receipt.messageId());
        }

        @Override
        public CompletionStage<Optional<Correlated>> correlated(
                DeliveryReceipt receipt, @Nullable String reference, ServerThread thread) {
            sends.settle(account, reference, receipt); // the provider has the message, whatever its reply was
            return correlations.find(account, reference, receipt, thread);
        }

        @Override
        public void write(Exchange exchange, DeliveryReceipt receipt, boolean stale) {
            writer.write(exchange, receipt, stale);
        }
    }

    /** What is delivered of messages that are given up. */
    record GivenUp(Receipts receipts) implements EventKind<DeliveryReceipt> {

        @Override
        public EventKey key(DeliveryReceipt receipt) {
            return EventKey.missing(receipts.account(), receipt);
        }

        @Override
        public List<String> ids(DeliveryReceipt receipt) {
            return receipts.ids(receipt);
        }

        @Override
        public CompletionStage<Optional<Correlated>> correlated(
                DeliveryReceipt receipt, @Nullable String reference, ServerThread thread) {
            return receipts.correlations().find(receipts.account(), reference, receipt, thread);
        }

        @Override
        public void write(Exchange exchange, DeliveryReceipt receipt, boolean stale) {
            receipts.write(exchange, receipt, stale);
            exchange.getMessage().setHeader(SmsConstants.MISSING, true);
        }
    }

    /**
     * Inbound SMS.
     *
     * @param account name of the account, or the provider id for one without a name
     */
    record Inbound(String account, ResultWriter writer, OptOutSettings settings, OptOuts optOuts)
            implements EventKind<InboundSms> {

        @Override
        public InboundSms received(InboundSms sms) {
            return optOuts.received(account, settings, sms);
        }

        @Override
        public EventKey key(InboundSms sms) {
            return EventKey.of(account, sms);
        }

        @Override
        public List<String> ids(InboundSms sms) {
            @Nullable String[] ids = {sms.messageId(), sms.inReplyTo()};
            return Arrays.stream(ids).filter(Objects::nonNull).toList();
        }

        @Override
        public CompletionStage<Optional<Correlated>> correlated(
                InboundSms sms, @Nullable String reference, ServerThread thread) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public void write(Exchange exchange, InboundSms sms, boolean stale) {
            writer.write(exchange, sms);
        }
    }
}

package io.github.camelsms.spi;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One gateway's wire protocol as pure functions: no I/O, no threads, no Camel. Immutable and thread-safe.
 *
 * <p>An operation that needs a credential checks it when it is asked for, so that one account may serve only what it has keys for.
 */
public interface SmsProvider {

    /** Provider id as route authors write it, such as {@code 2fa-link}. */
    String id();

    /** Where every request goes: scheme, host, port and a path that precedes the path of each request. */
    URI baseUri();

    /** What is accepted of the account's options but unwise, one sentence each, without credentials; said once per account, at start. */
    default List<String> warnings() {
        return List.of();
    }

    /** How many calls a second the gateway's documentation allows an account; 0 when it names no limit. */
    default int maxRequestsPerSecond() {
        return 0;
    }

    /** @throws IllegalArgumentException when an option that sending needs is missing or wrong; the message names it */
    Operation<SmsMessage, SmsSubmission> send();

    /** Empty when each message takes a call of its own. @throws IllegalArgumentException as {@link #send()} */
    default Optional<BulkOperation> bulk() {
        return Optional.empty();
    }

    /** Empty when the gateway cannot be asked. @throws IllegalArgumentException as {@link #send()} */
    default Optional<Operation<SmsQuery, DeliveryReceipt>> query() {
        return Optional.empty();
    }

    /** Empty when the gateway takes none. @throws IllegalArgumentException as {@link #send()} */
    default Optional<Operation<SmsFeedback, FeedbackResult>> feedback() {
        return Optional.empty();
    }

    /**
     * Where in a text the gateway puts a verification code that it makes and checks itself, by {@link #query()} with a code. Empty when it
     * makes none: the component then makes and checks the codes.
     */
    default Optional<String> codePlace() {
        return Optional.empty();
    }

    /** The gateway's methods by name; empty when none are offered. @throws IllegalArgumentException as {@link #send()} */
    default Optional<Operation<SmsCall, CallReply>> call() {
        return Optional.empty();
    }

    /** Delivery receipts by webhook; empty when the gateway sends none. */
    default Optional<Webhook<DeliveryReceipt>> dlr() {
        return Optional.empty();
    }

    /** SMS from handsets by webhook; empty when the gateway passes none on. */
    default Optional<Webhook<InboundSms>> inbound() {
        return Optional.empty();
    }

    /** SMS from handsets, asked for by {@link #call()}; empty when the gateway does not keep them. */
    default Optional<Inbox> inbox() {
        return Optional.empty();
    }
}

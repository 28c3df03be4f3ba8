package io.github.camelsms.simulator;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One gateway's side of the wire: a function from requests to replies over the state that {@link SimulatedAccount}
 * keeps. It is read from the gateway's documentation alone and shares no code with the client it is to test.
 *
 * <p>The simulator finds doubles through {@link java.util.ServiceLoader} and makes a new one for every simulator, so a
 * double may keep state of its own; {@link #handle} is called by several threads at once.
 */
public interface ProviderDouble {

    /** Provider id, such as {@code 2fa-link}. */
    String provider();

    /** Regular expression for the raw paths that belong to this gateway; no two doubles may share one. */
    String pathPattern();

    /** What a client is given as base URL. @param root the simulator's own address, without a path */
    default URI baseUrl(URI root) {
        return root;
    }

    /** Credentials of the account unless the simulator is told others. */
    Credentials credentials();

    /** Charge for one segment, positive, in the gateway's currency. */
    BigDecimal pricePerSegment();

    /** Whether a code has the form in which this gateway refuses a submission ({@link SmsSimulator#refuse}). */
    boolean refusesWith(String code);

    /** Code with which it refuses a number that it does not serve; empty for a double that has no such code. */
    default Optional<String> refusalCode() {
        return Optional.empty();
    }

    /** The end that it tells by that code, a final status; empty for any other code ({@link WhenSent#reject(String)}). */
    default Optional<Outcome> outcomeOf(String code) {
        return Optional.empty();
    }

    /** How many requests the real gateway takes in a second; empty where that is not documented. */
    default OptionalInt requestsPerSecond() {
        return OptionalInt.empty();
    }

    /** The reply to a request beyond {@link SmsSimulatorBuilder#requestsPerSecond}; empty for a double that takes them all. */
    default Optional<Reply> throttled(ReceivedRequest request) {
        return Optional.empty();
    }

    Reply handle(ReceivedRequest request, SimulatedAccount account);

    /**
     * Whether a request is to submit messages. One that does so and brings none is a refusal ({@link Inbox#refusals}); a double
     * that says no here has none to show.
     */
    default boolean submits(ReceivedRequest request) {
        return false;
    }

    /** How this gateway calls its customer; empty when it does not, or when the simulator does not know how. */
    default Optional<WebhookDouble> webhooks() {
        return Optional.empty();
    }

    /** Whether handsets can write through this gateway. */
    default boolean takesReplies() {
        return false;
    }

    /**
     * Takes what a handset wrote, for a gateway that can be asked for it; webhooks are called besides. It must return at once
     * and neither read messages nor accept any: whoever calls may hold locks. Called when {@link #takesReplies}.
     */
    default void received(HandsetReply reply, SimulatedAccount account) {}

    /**
     * The handset follows the link in a message, for a gateway that counts hits; it calls {@link WebhookDouble#linkHit} after
     * that. Called without locks.
     *
     * @return whether the message has such a link
     */
    default boolean followed(SimulatedMessage message, SimulatedAccount account) {
        return false;
    }

    /** A handset wrote {@code STOP} before the simulator was started again; what it wrote may be forgotten. @param msisdn digits only */
    default void optedOut(String msisdn) {}

    /** Forgets what the double remembers by itself. */
    default void reset() {}
}

package io.github.camelsms.spi;

import io.github.camelsms.http.WebhookRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway calls us with, as pure functions.
 *
 * @param <T> the event that a call brings
 */
public interface Webhook<T> {

    /** The HTTP methods it calls with; any other is answered with 405. */
    Set<String> methods();

    /** The strongest verification that the gateway offers; it is in force unless the route author chooses another. */
    Verification verification();

    /** Addresses or CIDR blocks that the gateway says it calls from; empty when it does not say. */
    default List<String> addresses() {
        return List.of();
    }

    /** Name of the parameter of a send that contains the address to call; empty when it only calls a registered address. */
    default Optional<String> addressParameter() {
        return Optional.empty();
    }

    /**
     * The check of the gateway's signature.
     *
     * @throws IllegalArgumentException when the gateway does not sign, or the key is missing; the message says what to set
     */
    default Signature signature() {
        throw new IllegalArgumentException(
                "verification=signature is not possible: this provider does not sign its calls");
    }

    /**
     * Reads what the gateway reports. A state that is not in its list is UNKNOWN, not an error.
     *
     * @throws io.github.camelsms.model.WebhookException 400 when it cannot be read, or is another kind of call
     */
    List<T> decode(WebhookRequest request);

    /** Checks a signature over the bytes or the query as they arrived. */
    @FunctionalInterface
    interface Signature {
        /** @throws io.github.camelsms.model.WebhookException 403 when it is missing or wrong */
        void verify(WebhookRequest request);
    }
}

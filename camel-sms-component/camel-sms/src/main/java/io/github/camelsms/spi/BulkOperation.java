package io.github.camelsms.spi;

import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import java.util.List;
import java.util.Optional;

/**
 * A gateway's call that takes several messages at once, each to a recipient of its own.
 *
 * <p>What goes in are the messages of one call: two or more up to {@link #limit()}, all with an equal {@link #shared} part, no recipient
 * twice. What comes out is one result for each, in the same order: what the gateway reports only as a count and cannot be attributed is
 * {@link BulkResult.Outcome#UNKNOWN}.
 */
public interface BulkOperation extends Operation<List<SmsMessage>, List<BulkResult>> {

    /** The most messages that one call takes. */
    int limit();

    /**
     * What messages have in common that may share a call: those with equal parts may. Empty for one that needs a call of its own, by {@link
     * SmsProvider#send()}.
     *
     * @throws io.github.camelsms.model.SmsRefusedException when the gateway would refuse the message; the others go without it
     */
    Optional<Object> shared(SmsMessage message);

    /** The provider's bulk operation, which also sends single messages; one call for each message where the provider has none. */
    static BulkOperation of(SmsProvider provider) {
        return new OneOrSeveral(provider.send(), provider.bulk().orElse(null));
    }
}

package io.github.camelsms.internal.send;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.BulkOperation;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.SmsProvider;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call for one message or, where the provider has such a call, for several. */
public final class BulkCalls implements Operation<List<SmsMessage>, List<BulkResult>> {

    private final Operation<SmsMessage, SmsSubmission> single;
    private final @Nullable BulkOperation several;

    public BulkCalls(SmsProvider provider) {
        this.single = provider.send();
        this.several = provider.bulk().orElse(null);
    }

    /** The most messages that one call takes. */
    public int limit() {
        return several == null ? 1 : several.limit();
    }

    /**
     * What messages have in common that may share a call; empty for one that goes alone.
     *
     * @throws io.github.camelsms.model.SmsRefusedException when the provider would refuse the message
     */
    public Optional<Object> shared(SmsMessage message) {
        return several == null || message.to() == null ? Optional.empty() : several.shared(message);
    }

    @Override
    public HttpRequest encode(List<SmsMessage> messages) {
        return several == null || messages.size() == 1 ? single.encode(messages.get(0)) : several.encode(messages);
    }

    @Override
    public List<BulkResult> decode(List<SmsMessage> messages, HttpResponse response) {
        return several == null || messages.size() == 1
                ? List.of(BulkResult.accepted(single.decode(messages.get(0), response)))
                : several.decode(messages, response);
    }
}

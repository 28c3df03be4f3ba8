package io.github.camelsms.spi;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call for one message or, where the provider has such a call, for several. */
final class OneOrSeveral implements BulkOperation {

    private final Operation<SmsMessage, SmsSubmission> single;
    private final @Nullable BulkOperation several;

    OneOrSeveral(Operation<SmsMessage, SmsSubmission> single, @Nullable BulkOperation several) {
        this.single = single;
        this.several = several;
    }

    @Override
    public int limit() {
        return several == null ? 1 : several.limit();
    }

    @Override
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

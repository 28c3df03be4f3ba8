package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;

/** {@code PUT /v1/verify/completion/<id>}. There is no negative feedback; a repeat does no harm. */
final class TelesignCompletion implements Operation<SmsFeedback, FeedbackResult> {

    private final TelesignRequests requests;
    private final ProviderText providerText;

    TelesignCompletion(TelesignRequests requests, ProviderText providerText) {
        this.requests = requests;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsFeedback feedback) {
        return requests.put("/v1/verify/completion/" + TelesignRequests.inPath(feedback.messageId()));
    }

    @Override
    public FeedbackResult decode(SmsFeedback feedback, HttpResponse response) {
        TelesignReply reply = TelesignReply.read(response, providerText.unasked());
        boolean recorded = reply.errors().isEmpty() && TelesignCodes.RECORDED.equals(reply.code());
        if (!recorded && !TelesignCodes.declines(reply)) {
            throw TelesignCodes.error(reply, response, TelesignCodes.Answered.FEEDBACK);
        }
        Lenient.warnOfOtherId(TelesignProvider.ID, feedback.messageId(), reply.id());
        return new FeedbackResult(
                TelesignProvider.ID,
                null,
                feedback.messageId(),
                recorded,
                TelesignCodes.shown(reply.code(), reply.scrubber()),
                reply.text());
    }

    @Override
    public boolean repeatable(SmsFeedback feedback) {
        return true;
    }
}

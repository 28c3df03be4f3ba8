package io.github.camelsms.provider.twofalink;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Scrubber;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code mode: feedback}. There is no negative feedback; a repeat does no harm. */
final class TwoFaLinkFeedback implements Operation<SmsFeedback, FeedbackResult> {

    private static final String RECEIVED = "600";

    private final Map<String, String> headers;
    private final ProviderText providerText;

    TwoFaLinkFeedback(Map<String, String> headers, ProviderText providerText) {
        this.headers = headers;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsFeedback feedback) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mode", "feedback");
        body.put("request_id", feedback.messageId());
        return TwoFaLinkProvider.request(headers, body);
    }

    @Override
    public FeedbackResult decode(SmsFeedback feedback, HttpResponse response) {
        JsonNode body = Json.object(response.body())
                .orElseThrow(() -> ProviderFailure.notAnObject(TwoFaLinkProvider.ID, response));
        Scrubber scrubber = providerText.unasked();
        String code = TwoFaLinkCodes.read(body, "statuscode");
        if (code == null) {
            throw TwoFaLinkCodes.error(body, TwoFaLinkCodes.read(body, "errorcode"), response, scrubber);
        }
        Lenient.warnOfOtherId(TwoFaLinkProvider.ID, feedback.messageId(), Json.text(body, "request_id"));
        return new FeedbackResult(
                TwoFaLinkProvider.ID,
                null,
                feedback.messageId(),
                RECEIVED.equals(code),
                RECEIVED.equals(code) ? code : TwoFaLinkCodes.shown(code, scrubber),
                scrubber.text(Json.text(body, "status")));
    }

    @Override
    public boolean repeatable(SmsFeedback feedback) {
        return true;
    }
}

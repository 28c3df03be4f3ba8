package io.github.camelsms.provider.twofalink;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code mode: feedback} (section 5). There is no negative feedback; a repeat does no harm. */
final class TwoFaLinkFeedback implements Operation<SmsFeedback, FeedbackResult> {

    private static final String RECEIVED = "600";

    private final Map<String, String> headers;
    private final ProviderText words;

    TwoFaLinkFeedback(Map<String, String> headers, ProviderText words) {
        this.headers = headers;
        this.words = words;
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
                .orElseThrow(() -> HttpErrors.byStatus(TwoFaLinkProvider.ID, response, "the reply is no JSON object"));
        String code = TwoFaLinkCodes.read(body, "statuscode");
        if (code == null) {
            String text = words.scrub(Json.text(body, "errormsg"));
            throw TwoFaLinkCodes.error(TwoFaLinkCodes.read(body, "errorcode"), text, response);
        }
        String text = words.scrub(Json.text(body, "status"));
        return new FeedbackResult(TwoFaLinkProvider.ID, null, feedback.messageId(), RECEIVED.equals(code), code, text);
    }

    @Override
    public boolean repeatable(SmsFeedback feedback) {
        return true;
    }
}

package io.github.camelsms.provider.twofalink;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Scrubber;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code mode: query}. Every value of the reply is a string; all but {@code statuscode} may be absent. */
final class TwoFaLinkQuery implements Operation<SmsQuery, DeliveryReceipt> {

    private final Map<String, String> headers;
    private final ProviderText providerText;

    TwoFaLinkQuery(Map<String, String> headers, ProviderText providerText) {
        this.headers = headers;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsQuery query) {
        MessageFields.refuseVerifyCode(TwoFaLinkProvider.ID, query);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mode", "query");
        body.put("request_id", query.messageId());
        return TwoFaLinkProvider.request(headers, body);
    }

    @Override
    public DeliveryReceipt decode(SmsQuery query, HttpResponse response) {
        JsonNode body = Json.object(response.body())
                .orElseThrow(() -> ProviderFailure.notAnObject(TwoFaLinkProvider.ID, response));
        Scrubber scrubber = providerText.replyTo(query);
        String code = TwoFaLinkCodes.read(body, "statuscode");
        String error = TwoFaLinkCodes.read(body, "errorcode");
        if (code == null && (error != null ? !TwoFaLinkCodes.SUCCESS.equals(error) : !response.isSuccess())) {
            throw TwoFaLinkCodes.error(body, error, response, scrubber);
        }
        Lenient.warnOfOtherId(TwoFaLinkProvider.ID, query.messageId(), Json.text(body, "request_id"));
        BigDecimal price = Json.decimal(body, "price");
        DeliveryStatus status = TwoFaLinkCodes.status(code);
        return DeliveryReceipt.of(TwoFaLinkProvider.ID, query.messageId(), status, ReceiptSource.QUERY)
                .to(Lenient.msisdn(Json.text(body, "to")))
                .from(Lenient.sender(Json.text(body, "from")))
                .segments(Json.integer(body, "msg_count"))
                // The account is booked, so a charge comes as a negative amount in euro.
                .price(price == null ? null : price.negate(), price == null ? null : currency(body))
                .providerCode(TwoFaLinkCodes.shown(code, scrubber))
                .providerText(scrubber.text(Json.text(body, "status")))
                .detail("app_name", scrubber.text(Json.text(body, "app_name")))
                .submittedAt(Lenient.time(Json.text(body, "timestamp_submitted")))
                .at(Lenient.time(Json.text(body, "timestamp_finalized")))
                .build();
    }

    /** 2FA.link states its prices in euro; a reply that names a currency knows better. */
    private static String currency(JsonNode body) {
        String named = Lenient.currency(Json.text(body, "currency"));
        return named == null ? "EUR" : named;
    }

    @Override
    public boolean repeatable(SmsQuery query) {
        return true;
    }
}

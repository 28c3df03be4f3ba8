package io.github.camelsms.provider.twofalink;

import io.github.camelsms.http.BasicAuth;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.Webhook;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Which operations 2FA.link has. */
final class TwoFaLinkProvider implements SmsProvider {

    static final String ID = "2fa-link";

    private final ProviderOptions options;
    private final ProviderText providerText;
    private final Base64Policy base64;

    TwoFaLinkProvider(ProviderOptions options) {
        this.options = options;
        this.providerText = new ProviderText(options);
        this.base64 = options.setting(TwoFaLinkFactory.BASE64, Base64Policy.class);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public URI baseUri() {
        return options.baseUri(URI.create("https://api.2fa.link"));
    }

    @Override
    public Operation<SmsMessage, SmsSubmission> send() {
        return new TwoFaLinkSend(headers(), providerText, base64);
    }

    @Override
    public Optional<Operation<SmsQuery, DeliveryReceipt>> query() {
        return Optional.of(new TwoFaLinkQuery(headers(), providerText));
    }

    @Override
    public Optional<Operation<SmsFeedback, FeedbackResult>> feedback() {
        return Optional.of(new TwoFaLinkFeedback(headers(), providerText));
    }

    @Override
    public Optional<Webhook<DeliveryReceipt>> dlr() {
        return Optional.of(new TwoFaLinkDlr(providerText));
    }

    private Map<String, String> headers() {
        String key = options.requireApiKey().value();
        if (key.indexOf(':') >= 0) {
            throw new IllegalArgumentException("option apiKey of provider " + ID + " must not contain a colon");
        }
        return Map.of(
                "Authorization",
                        BasicAuth.header(key, options.requireSecretKey().value()),
                "Content-Type", "application/json; charset=utf-8",
                "Accept", "application/json");
    }

    /** Every operation is a POST to the same path. */
    static HttpRequest request(Map<String, String> headers, Map<String, Object> body) {
        return HttpRequest.post("/sms", headers, Json.write(body));
    }
}

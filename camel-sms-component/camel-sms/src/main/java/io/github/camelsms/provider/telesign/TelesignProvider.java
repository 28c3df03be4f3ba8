package io.github.camelsms.provider.telesign;

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
import java.util.Optional;

/**
 * Which operations TeleSign has. Of its two APIs Verify sends codes and Messaging texts; each has a send and a query of its own, while
 * signing, feedback and callbacks are the same.
 */
final class TelesignProvider implements SmsProvider {

    static final String ID = "telesign";

    private final ProviderOptions options;
    private final ProviderText providerText;
    private final TelesignAuth.Scheme scheme;
    private final TelesignApi api;

    TelesignProvider(ProviderOptions options) {
        this.options = options;
        this.providerText = new ProviderText(options);
        this.scheme = options.setting(TelesignFactory.AUTH_METHOD, TelesignAuth.Scheme.class);
        this.api = options.setting(TelesignFactory.API, TelesignApi.class);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public URI baseUri() {
        return options.baseUri(URI.create("https://rest-ww.telesign.com"));
    }

    @Override
    public Operation<SmsMessage, SmsSubmission> send() {
        return switch (api) {
            case VERIFY -> new TelesignSend(requests(), providerText);
            case MESSAGING -> new TelesignMessagingSend(requests(), providerText);
        };
    }

    @Override
    public Optional<Operation<SmsQuery, DeliveryReceipt>> query() {
        return Optional.of(
                switch (api) {
                    case VERIFY -> new TelesignQuery(requests(), providerText);
                    case MESSAGING -> new TelesignMessagingQuery(requests(), providerText);
                });
    }

    @Override
    public Optional<Operation<SmsFeedback, FeedbackResult>> feedback() {
        return Optional.of(new TelesignCompletion(requests(), providerText));
    }

    @Override
    public Optional<String> codePlace() {
        return api == TelesignApi.VERIFY ? Optional.of(TelesignSend.CODE_PLACE) : Optional.empty();
    }

    @Override
    public Optional<Webhook<DeliveryReceipt>> dlr() {
        return Optional.of(new TelesignDlr(options, providerText));
    }

    private TelesignRequests requests() {
        return new TelesignRequests(scheme.auth(options));
    }
}

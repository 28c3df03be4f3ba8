package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.http.BasicAuth;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.BulkOperation;
import io.github.camelsms.spi.CallReply;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.Webhook;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Which operations Transmit SMS has. It takes no feedback. */
final class TransmitSmsProvider implements SmsProvider {

    static final String ID = "transmitsms";

    private final ProviderOptions options;
    private final ProviderText providerText;

    TransmitSmsProvider(ProviderOptions options) {
        this.options = options;
        this.providerText = new ProviderText(options);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public URI baseUri() {
        return options.baseUri(URI.create("https://api.transmitsms.com"));
    }

    @Override
    public int maxRequestsPerSecond() {
        return 2; // as the API overview says; a newer text says 15
    }

    @Override
    public List<String> warnings() {
        // An account without a key makes no calls: it only receives.
        return !options.apiKeys().isEmpty() && options.secretKeys().isEmpty()
                ? List.of(
                        "option secretKey is not set, so calls go out with a blank API secret; set one in the account")
                : List.of();
    }

    @Override
    public Operation<SmsMessage, SmsSubmission> send() {
        return new TransmitSmsSend(api(), providerText);
    }

    @Override
    public Optional<BulkOperation> bulk() {
        return Optional.of(new TransmitSmsBulk(api(), providerText));
    }

    @Override
    public Optional<Operation<SmsQuery, DeliveryReceipt>> query() {
        return Optional.of(new TransmitSmsQuery(api(), providerText));
    }

    @Override
    public Optional<Operation<SmsCall, CallReply>> call() {
        return Optional.of(new TransmitSmsCall(api(), providerText));
    }

    @Override
    public Optional<Webhook<DeliveryReceipt>> dlr() {
        return Optional.of(new TransmitSmsDlr(options, providerText));
    }

    @Override
    public Optional<Webhook<InboundSms>> inbound() {
        return Optional.of(new TransmitSmsInbound(options));
    }

    private TransmitSmsApi api() {
        String key = options.requireApiKey().value();
        if (key.indexOf(':') >= 0) {
            throw new IllegalArgumentException("option apiKey of provider " + ID + " must not contain a colon");
        }
        String secret = options.secretKeys().isEmpty()
                ? ""
                : options.secretKeys().get(0).value();
        TransmitSmsFormat format = options.setting(TransmitSmsFactory.FORMAT, TransmitSmsFormat.class);
        return new TransmitSmsApi(format, BasicAuth.header(key, secret));
    }
}

package io.github.camelsms.provider.twochat;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.CallReply;
import io.github.camelsms.spi.Inbox;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.Webhook;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Which operations 2Chat has: it takes no feedback. */
final class TwoChatProvider implements SmsProvider {

    static final String ID = "2chat";

    private final ProviderOptions options;
    private final ProviderText providerText;

    TwoChatProvider(ProviderOptions options) {
        this.options = options;
        this.providerText = new ProviderText(options);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public URI baseUri() {
        return options.baseUri(URI.create("https://api.p.2chat.io/open"));
    }

    @Override
    public Operation<SmsMessage, SmsSubmission> send() {
        return new TwoChatSend(
                Map.of(
                        "X-User-API-Key", apiKey(),
                        "Content-Type", "application/json; charset=utf-8",
                        "Accept", "application/json"),
                providerText);
    }

    @Override
    public Optional<Operation<SmsQuery, DeliveryReceipt>> query() {
        return Optional.of(new TwoChatQuery(readHeaders(), providerText));
    }

    @Override
    public Optional<Operation<SmsCall, CallReply>> call() {
        return Optional.of(new TwoChatCall(readHeaders(), providerText));
    }

    @Override
    public Optional<Inbox> inbox() {
        return Optional.of(new TwoChatInbox());
    }

    private Map<String, String> readHeaders() {
        return Map.of("X-User-API-Key", apiKey(), "Accept", "application/json");
    }

    @Override
    public Optional<Webhook<InboundSms>> inbound() {
        return Optional.of(new TwoChatInbound());
    }

    private String apiKey() {
        return options.requireApiKey().value();
    }
}

package com.example.sms;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.MessageFields.Field;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.ProviderOption;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes provider {@code example-gateway}, which can only send. */
public final class ExampleGatewayFactory implements SmsProviderFactory {

    private static final String ID = "example-gateway";

    @Override
    public List<ProviderOption> options() {
        return List.of(
                ProviderOption.of("priority", "How urgent messages are.")
                        .oneOf("low", "normal", "high")
                        .withDefault("normal"),
                ProviderOption.of("accessToken", "Token of a sub-account that pays.")
                        .asSecret());
    }

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new ExampleGateway(options);
    }

    private record ExampleGateway(ProviderOptions options) implements SmsProvider {

        @Override
        public String id() {
            return ID;
        }

        @Override
        public URI baseUri() {
            return options.baseUri(URI.create("https://sms.example.com"));
        }

        @Override
        public Operation<SmsMessage, SmsSubmission> send() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Authorization", "Bearer " + options.requireApiKey().value());
            headers.put("Content-Type", "application/x-www-form-urlencoded");
            options.setting("accessToken").ifPresent(token -> headers.put("X-Access-Token", token));
            return new Send(headers, options.requireSetting("priority"), new ProviderText(options));
        }
    }

    private static final class Send implements Operation<SmsMessage, SmsSubmission> {

        private static final MessageFields FIELDS =
                new MessageFields(ID, Set.of(Field.FROM), Set.of("to", "from", "text", "priority"));

        private final Map<String, String> headers;
        private final String priority;
        private final ProviderText providerText;

        Send(Map<String, String> headers, String priority, ProviderText providerText) {
            this.headers = headers;
            this.priority = priority;
            this.providerText = providerText;
        }

        @Override
        public HttpRequest encode(SmsMessage message) {
            FIELDS.check(message);
            Msisdn to = message.to();
            if (to == null) {
                throw SmsRefusedException.invalidRequest(ID, "CamelSmsTo is missing; accepted: E.164");
            }
            SenderId from = message.from();
            Form form = Form.withPlus()
                    .add("to", to.e164())
                    .add("from", from == null ? null : from.value())
                    .add("text", message.text())
                    .add("priority", priority);
            message.params().forEach(form::add);
            return HttpRequest.post("/messages", headers, form.bytes());
        }

        @Override
        public SmsSubmission decode(SmsMessage message, HttpResponse response) {
            JsonNode body = Json.object(response.body()).orElseThrow(() -> ProviderFailure.notAnObject(ID, response));
            if (response.isSuccess() && body.path("accepted").asBoolean()) {
                return SmsSubmission.accepted(ID, Json.text(body, "id")).build();
            }
            throw ProviderFailure.of(ID, response)
                    .text(providerText.replyTo(message).text(Json.text(body, "reason")))
                    .byHttpStatus();
        }
    }
}

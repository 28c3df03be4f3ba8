package com.example.sms;

import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.test.Fixture;
import io.github.camelsms.test.ProviderConformance;
import java.util.Map;

class ExampleGatewayConformanceTest extends ProviderConformance {

    ExampleGatewayConformanceTest() {
        super("example-gateway");
    }

    @Override
    protected SmsMessage sampleMessage() {
        return SmsMessage.to("+447700900123")
                .from("ACME")
                .text("Your parcel arrives today.")
                .build();
    }

    @Override
    protected Map<String, Object> requests() {
        return Map.of("send-request.form", sampleMessage());
    }

    @Override
    protected String target(Fixture request) {
        return request.entry().path("method").asText() + " "
                + request.entry().path("path").asText();
    }

    @Override
    protected Map<String, String> headers(Fixture request) {
        return Map.of(
                "Authorization",
                "Bearer " + options().requireApiKey().value(),
                "X-Access-Token",
                options().requireSetting("accessToken"));
    }
}

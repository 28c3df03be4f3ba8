package io.github.camelsms.test;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends by a plain HTTP client, as the gateways' documents show it. */
final class SimulatedSends {

    private SimulatedSends() {}

    static SimulatedMessage twoFaLink(SmsSimulator simulator, String to) {
        Wire.Answer answer = Wire.to(simulator.baseUrl("2fa-link"))
                .with("Content-Type", "application/json")
                .with("Authorization", Wire.basic("sim-2fa-link-key", "sim-2fa-link-secret"))
                .post("/sms", "{\"mode\":\"sms\",\"to\":\"" + to + "\",\"from\":\"ACME\",\"content\":\"Hello\"}");
        return only(simulator, "2fa-link", answer.json().get("request_id").textValue());
    }

    static List<SimulatedMessage> transmitSms(SmsSimulator simulator, String to, Map<String, String> more) {
        Map<String, String> fields = new LinkedHashMap<>(Map.of("message", "Hello", "to", to));
        fields.putAll(more);
        Wire.Answer answer = Wire.to(simulator.baseUrl("transmitsms"))
                .with("Content-Type", Wire.FORM)
                .with("Authorization", Wire.basic("0123456789abcdef0123456789abcdef", "s3cr3t-Example"))
                .post("/send-sms.json", Wire.form(fields));
        return of(simulator, "transmitsms", answer.json().get("message_id").asText());
    }

    static SimulatedMessage telesign(SmsSimulator simulator, String to, Map<String, String> more) {
        Map<String, String> fields = new LinkedHashMap<>(Map.of("phone_number", to));
        fields.putAll(more);
        Credentials keys = simulator.credentials("telesign");
        Wire.Answer answer = Wire.to(simulator.baseUrl("telesign"))
                .with("Content-Type", Wire.FORM)
                .with("Authorization", Wire.basic(keys.customer(), keys.apiKey()))
                .post("/v1/verify/sms", Wire.form(fields));
        return only(simulator, "telesign", answer.json().get("reference_id").textValue());
    }

    private static SimulatedMessage only(SmsSimulator simulator, String provider, String id) {
        return of(simulator, provider, id).get(0);
    }

    private static List<SimulatedMessage> of(SmsSimulator simulator, String provider, String id) {
        return simulator.messages(provider).stream()
                .filter(message -> message.messageId().equals(id))
                .toList();
    }
}

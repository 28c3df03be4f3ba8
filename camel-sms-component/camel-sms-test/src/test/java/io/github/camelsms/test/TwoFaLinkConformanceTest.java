package io.github.camelsms.test;

import io.github.camelsms.http.BasicAuth;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.Udh;
import java.util.List;
import java.util.Map;

class TwoFaLinkConformanceTest extends ProviderConformance {

    private static final String MESSAGE_ID = "65F1A2B3-QWJXKTNMZP";

    TwoFaLinkConformanceTest() {
        super("2fa-link");
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
        SmsMessage sample = sampleMessage();
        return Map.of(
                "send-request.json",
                sample,
                "send-request-minimal.json",
                SmsMessage.to("+447700900123").text(sample.text()).build(),
                "send-request-base64.json",
                sample.toBuilder().text("Привет, код 4821").build(),
                "send-request-udh.json",
                sample.toBuilder()
                        .text("part one of two ")
                        .udh(new Udh("050003CC0201"))
                        .build(),
                "query-request.json",
                new SmsQuery(MESSAGE_ID, null, null),
                "feedback-request.json",
                new SmsFeedback(MESSAGE_ID));
    }

    @Override
    protected String target(Fixture request) {
        return "POST /sms";
    }

    @Override
    protected Map<String, String> headers(Fixture request) {
        String key = options().requireApiKey().value();
        return Map.of(
                "Authorization",
                        BasicAuth.header(key, options().requireSecretKey().value()),
                "Content-Type", "application/json; charset=utf-8",
                "Accept", "application/json");
    }

    /** Section 3.2: a code decides whatever the status, so only a reply without one depends on it (6.2). */
    @Override
    protected List<Integer> statuses(Fixture response) {
        return response.file().equals("error-no-code.json") ? List.of(200) : super.statuses(response);
    }
}

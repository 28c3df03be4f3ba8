package io.github.camelsms.test;

import static io.github.camelsms.test.StubbedGateway.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsSubmission;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each row of 2FA.link's tables of errors (sections 6.1 and 6.2) and states (section 7), over a socket. */
class TwoFaLinkCodesOverSocketTest {

    private static final String ID = "65F1A2B3-QWJXKTNMZP";

    @RegisterExtension
    static final StubbedGateway GATEWAY = new StubbedGateway("provider=2fa-link&apiKey=key&secretKey=secret");

    private static Exchange send() {
        return GATEWAY.call("send", "Your parcel arrives today.", Map.of(SmsConstants.TO, "+447700900123"));
    }

    /** The code decides, whatever the HTTP status. */
    @ParameterizedTest
    @CsvFileSource(resources = "/twofalink/errors.csv", delimiter = '|')
    void errorCode(String code, String type, ErrorClass errorClass) {
        String body = "{\"errorcode\":" + code + ",\"errormsg\":\"No\"}";
        for (int status : new int[] {200, 400, 500}) {
            GATEWAY.answers(status, "application/json", body);
            assertFailed(send(), type, errorClass, status, code);
            GATEWAY.forget();

            for (String operation : new String[] {"query", "feedback"}) {
                GATEWAY.answers(status, "application/json", body);
                assertFailed(GATEWAY.call(operation, ID, Map.of()), type, errorClass, status, code);
                GATEWAY.forget();
            }
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/http-fallback.csv", delimiter = '|')
    void statusWithoutCode(int status, String send, String others, ErrorClass errorClass) {
        GATEWAY.answers(status, "text/html", "<html><body>no gateway here</body></html>");
        assertFailed(send(), send, errorClass, status, null);
        GATEWAY.forget();

        for (String operation : new String[] {"query", "feedback"}) {
            GATEWAY.answers(status, "text/html", "<html><body>no gateway here</body></html>");
            assertFailed(GATEWAY.call(operation, ID, Map.of()), others, errorClass, status, null);
            GATEWAY.forget();
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/twofalink/states.csv", delimiter = '|')
    void state(String code, DeliveryStatus status, boolean last) {
        GATEWAY.answers(
                200,
                "application/json",
                "{\"request_id\":\"" + ID + "\",\"status\":\"SMS\",\"statuscode\":\"" + code + "\"}");

        Exchange exchange = GATEWAY.call("query", ID, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(DeliveryReceipt.class).status())
                .isEqualTo(status);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(SmsConstants.STATUS, status.name())
                .containsEntry(SmsConstants.STATUS_FINAL, last)
                .containsEntry(SmsConstants.PROVIDER_CODE, code)
                .containsEntry(SmsConstants.MESSAGE_ID, ID);
    }

    @Test
    void accepted() {
        GATEWAY.answers(
                200, "application/json", "{\"errorcode\":100,\"errormsg\":\"Success\",\"request_id\":\"" + ID + "\"}");

        SmsSubmission submission = send().getMessage().getBody(SmsSubmission.class);

        assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(submission.messageId()).isEqualTo(ID);
    }

    @Test
    void feedbackReceived() {
        GATEWAY.answers(
                200,
                "application/json",
                "{\"request_id\":\"" + ID + "\",\"status\":\"Success\",\"statuscode\":\"600\"}");

        FeedbackResult feedback =
                GATEWAY.call("feedback", ID, Map.of()).getMessage().getBody(FeedbackResult.class);

        assertThat(feedback.accepted()).isTrue();
        assertThat(feedback.providerCode()).isEqualTo("600");
    }
}

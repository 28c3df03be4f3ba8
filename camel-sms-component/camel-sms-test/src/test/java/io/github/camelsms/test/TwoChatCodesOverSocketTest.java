package io.github.camelsms.test;

import static io.github.camelsms.test.StubbedGateway.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsSubmission;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of 2Chat's table of HTTP statuses (section 4), over a socket. 2Chat has no codes of its own. */
class TwoChatCodesOverSocketTest {

    private static final String ID = "SMO1f0c9b7e-52d4-4a6b-9c1d-7e8f90a1b2c3";

    @RegisterExtension
    static final StubbedGateway GATEWAY = new StubbedGateway("provider=2chat&apiKey=key&from=RAW(+13125550147)");

    private static Exchange send() {
        return GATEWAY.call("send", "Your parcel arrives today.", Map.of(SmsConstants.TO, "+447700900123"));
    }

    private static void answer(int status, boolean refusal) {
        if (refusal) {
            GATEWAY.answers(status, "application/json", "{\"error\":true,\"error_message\":\"No\"}");
        } else {
            GATEWAY.answers(status, "text/html", "<html><body>no gateway here</body></html>");
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/twochat/statuses.csv", delimiter = '|')
    void failedSend(int status, boolean refusal, String send, String query, ErrorClass errorClass) {
        answer(status, refusal);

        assertFailed(send(), send, errorClass, status, null);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/twochat/statuses.csv", delimiter = '|')
    void failedQuery(int status, boolean refusal, String send, String query, ErrorClass errorClass) {
        answer(status, refusal);

        Exchange exchange = GATEWAY.call("query", ID, Map.of());

        if (query.equals("NOT_FOUND")) {
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getHeader(SmsConstants.STATUS)).isEqualTo("NOT_FOUND");
        } else {
            assertFailed(exchange, query, errorClass, status, null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void accepted(int status) {
        GATEWAY.answers(status, "application/json", "{\"success\":true,\"message_id\":\"" + ID + "\"}");

        SmsSubmission submission = send().getMessage().getBody(SmsSubmission.class);

        assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(submission.messageId()).isEqualTo(ID);
    }
}

package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.camelsms.simulator.Forgery;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelesignCallbacksTest {

    private static final String NUMBER = "15555550100";
    private static final String CUSTOMER = "FFFFFFFF-EEEE-DDDD-1234-AB1234567890";

    private final CallbackEndpoint endpoint = new CallbackEndpoint();
    private SmsSimulator simulator;

    @BeforeEach
    void start() {
        simulator = SmsSimulator.builder()
                .clock(new MovableClock())
                .webhook("telesign", endpoint.url("/dlr"))
                .start();
    }

    @AfterEach
    void stop() {
        simulator.close();
        endpoint.close();
    }

    @Test
    void tellsThatItIsAtTheGatewayAndThenTheEnd() throws Exception {
        String id = SimulatedSends.telesign(simulator, NUMBER, Map.of()).messageId();

        simulator.advance();
        simulator.advance();
        simulator.awaitCallbacksOver();

        assertThat(endpoint.received())
                .extracting(ReceivedRequest::method, ReceivedRequest::text)
                .containsExactly(
                        tuple("POST", body(id, 203, "Delivered to gateway")),
                        tuple("POST", body(id, 200, "Delivered to handset")));
        for (ReceivedRequest request : endpoint.received()) {
            assertThat(request.header("Content-Type")).hasValue("application/json");
            assertThat(request.header("Authorization")).hasValue("TSA " + CUSTOMER + ":" + hmac(request.body()));
            assertThat(request.header("X-TS-Authorization")).hasValue(hmac(request.body()));
        }
    }

    @Test
    void theSendsOwnUrlGoesFirst() {
        String own = endpoint.url("/own?x=1").toString();

        simulator
                .deliver(SimulatedSends.telesign(simulator, NUMBER, Map.of("callback_url", own)))
                .await();

        assertThat(endpoint.received()).hasSize(2).allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/own");
            assertThat(request.query()).isEqualTo("x=1");
        });
    }

    @ParameterizedTest
    @CsvSource({"SENT, 203", "DELIVERED, 200", "UNDELIVERED, 207", "REJECTED, 504", "EXPIRED, 221", "UNKNOWN, 250"})
    void writesEachStateAsDocumented(MessageState state, int code) {
        SimulatedMessage message = SimulatedSends.telesign(simulator, NUMBER, Map.of());

        simulator.receiptsInOrder(message, state).get(0).await();

        assertThat(Wire.json(endpoint.received().get(0).text())
                        .at("/status/code")
                        .intValue())
                .isEqualTo(code);
    }

    @Test
    void forgeriesDoNotCarryTheSignatureOfTheirBody() throws Exception {
        SimulatedMessage message = SimulatedSends.telesign(simulator, NUMBER, Map.of());

        for (Forgery forgery : Forgery.values()) {
            simulator.forge(message, forgery).await();
        }

        assertThat(endpoint.received()).hasSize(Forgery.values().length);
        for (ReceivedRequest request : endpoint.received()) {
            assertThat(request.text()).isEqualTo(body(message.messageId(), 200, "Delivered to handset"));
            assertThat(request.header("Authorization").orElse("")).doesNotContain(hmac(request.body()));
            assertThat(request.header("X-TS-Authorization").orElse("")).isNotEqualTo(hmac(request.body()));
        }
        assertThat(endpoint.received().get(0).header("Authorization").orElseThrow())
                .startsWith("TSA " + CUSTOMER + ":");
        assertThat(endpoint.received().get(2).header("Authorization")).isEmpty();
    }

    private static String body(String id, int code, String description) {
        return "{\"status\":{\"code\":" + code + ",\"description\":\"" + description
                + "\",\"updated_on\":\"2026-09-15T10:30:00.000000Z\"},\"submit_timestamp\":\"2026-09-15T10:30:00.000000Z\","
                + "\"errors\":[],\"reference_id\":\"" + id
                + "\",\"verify\":{\"code_state\":\"UNKNOWN\",\"code_entered\":null},\"sub_resource\":\"sms\","
                + "\"additional_info\":{\"message_parts_count\":1,\"price\":\"0.035\",\"mnc\":\"004\",\"mcc\":\"310\","
                + "\"currency\":\"USD\"}}";
    }

    private static String hmac(byte[] body) throws Exception {
        byte[] key = new byte[64];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}

package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.telesign.MessagingClient;
import com.telesign.RestClient;
import com.telesign.RestClient.TelesignResponse;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedFeedback;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * TeleSign's own client, as published on Maven Central, against the simulator. It signs every request itself (digest
 * authentication). Its Verify calls are those of the generic client: the client with named methods is not published.
 */
class TelesignSdkTest {

    private static final String ANOTHER_KEY =
            "EXAMPLE0TE8sTgg45yusumoN6BYsBVkh+yRJ5czgsnCehZaOYldPJdmFh6NeX8kunZ2zU1YWaUw/0wV6xfw==";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final Credentials credentials = simulator.credentials("telesign");
    private final String endpoint = simulator.baseUrl("telesign").toString();
    private final RestClient client = new RestClient(credentials.customer(), credentials.apiKey(), endpoint);
    private final MessagingClient messaging =
            new MessagingClient(credentials.customer(), credentials.apiKey(), endpoint);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void sendsAVerificationAndFollowsItToItsEnd() throws Exception {
        TelesignResponse sent = client.post(
                "/v1/verify/sms",
                Map.of("phone_number", "15555550100", "verify_code", "57244", "template", "Код: $$CODE$$ & more + ✓"));

        assertThat(sent.ok).as(sent.body).isTrue();
        assertThat(sent.statusCode).isEqualTo(200);
        assertThat(statusCode(sent)).isEqualTo(290);
        String id = sent.json.get("reference_id").getAsString();
        assertThat(simulator.messages("telesign"))
                .singleElement()
                .returns(id, SimulatedMessage::messageId)
                .returns("+15555550100", SimulatedMessage::to)
                .returns("Код: 57244 & more + ✓", SimulatedMessage::text)
                .returns("57244", SimulatedMessage::verifyCode);
        assertThat(statusCode(client.get("/v1/verify/" + id, Map.of()))).isEqualTo(203);
        assertThat(statusCode(client.get("/v1/verify/" + id, Map.of()))).isEqualTo(200);
        assertThat(simulator.requests("telesign"))
                .hasSize(3)
                .allSatisfy(
                        request -> assertThat(request.header("Authorization").orElseThrow())
                                .startsWith("TSA "));
    }

    @Test
    void checksTheCodeThatAUserTyped() throws Exception {
        String id = client.post("/v1/verify/sms", Map.of("phone_number", "15555550100"))
                .json
                .get("reference_id")
                .getAsString();
        String code = simulator.messages("telesign").get(0).verifyCode();

        assertThat(codeState(client.get("/v1/verify/" + id, Map.of("verify_code", "111"))))
                .isEqualTo("INVALID");
        assertThat(codeState(client.get("/v1/verify/" + id, Map.of("verify_code", code))))
                .isEqualTo("VALID");
    }

    @Test
    void tellsThatAUserHasFinished() throws Exception {
        String id = client.post("/v1/verify/sms", Map.of("phone_number", "15555550100", "verify_code", "57244"))
                .json
                .get("reference_id")
                .getAsString();

        TelesignResponse completed = client.put("/v1/verify/completion/" + id, Map.of());

        assertThat(completed.statusCode).as(completed.body).isEqualTo(200);
        assertThat(completed.json.getAsJsonObject("status").get("code").getAsString())
                .isEqualTo("1900");
        assertThat(simulator.feedbacks()).singleElement().returns(id, SimulatedFeedback::messageId);
    }

    @Test
    void sendsAMessageAndAsksForIt() throws Exception {
        TelesignResponse sent = messaging.message(
                "15555550100", "Your parcel arrives today.", "ARN", params("external_id", "order-8842"));

        assertThat(sent.statusCode).as(sent.body).isEqualTo(200);
        assertThat(sent.json.get("external_id").getAsString()).isEqualTo("order-8842");
        String id = sent.json.get("reference_id").getAsString();
        assertThat(simulator.messages("telesign"))
                .singleElement()
                .returns("Your parcel arrives today.", SimulatedMessage::text);
        assertThat(statusCode(messaging.status(id, Map.of()))).isEqualTo(203);
        assertThat(statusCode(messaging.status(id, Map.of()))).isEqualTo(200);
    }

    @Test
    void refusesTheSignatureOfAnotherKey() throws Exception {
        RestClient stranger = new RestClient(credentials.customer(), ANOTHER_KEY, endpoint);
        MessagingClient strangeMessages = new MessagingClient(credentials.customer(), ANOTHER_KEY, endpoint);

        TelesignResponse verify = stranger.post("/v1/verify/sms", Map.of("phone_number", "15555550100"));
        TelesignResponse status = stranger.get("/v1/verify/0123456789ABCDEF0123456789ABCDEF", Map.of());
        TelesignResponse message = strangeMessages.message("15555550100", "x", "ARN", new HashMap<>());

        assertThat(verify.statusCode).isEqualTo(401);
        assertThat(errorCode(verify)).isEqualTo(-30006);
        assertThat(status.statusCode).isEqualTo(401);
        assertThat(errorCode(status)).isEqualTo(-30006);
        assertThat(message.statusCode).isEqualTo(401);
        assertThat(statusCode(message)).isEqualTo(10008);
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesAStranger() throws Exception {
        RestClient stranger = new RestClient("FFFFFFFF-EEEE-DDDD-1234-000000000000", credentials.apiKey(), endpoint);

        TelesignResponse refused = stranger.post("/v1/verify/sms", Map.of("phone_number", "15555550100"));

        assertThat(refused.ok).isFalse();
        assertThat(errorCode(refused)).isEqualTo(-30000);
    }

    /** The client adds to the map that it is given. */
    private static Map<String, String> params(String name, String value) {
        return new HashMap<>(Map.of(name, value));
    }

    private static int statusCode(TelesignResponse response) {
        assertThat(response.json).as(response.body).isNotNull();
        return response.json.getAsJsonObject("status").get("code").getAsInt();
    }

    private static int errorCode(TelesignResponse response) {
        JsonObject error = response.json.getAsJsonArray("errors").get(0).getAsJsonObject();
        return error.get("code").getAsInt();
    }

    private static String codeState(TelesignResponse response) {
        return response.json.getAsJsonObject("verify").get("code_state").getAsString();
    }
}

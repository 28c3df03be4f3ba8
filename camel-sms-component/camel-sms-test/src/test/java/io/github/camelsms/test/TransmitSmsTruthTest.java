package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.CallbackKind;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.Escapes;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Transmit SMS does by itself: imports files, answers keywords, tells of hits on links. */
class TransmitSmsTruthTest {

    private static final String NUMBER = "447700900123";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final Credentials keys = simulator.credentials("transmitsms");
    private final Wire wire = Wire.to(simulator.baseUrl("transmitsms"))
            .with("Content-Type", Wire.FORM)
            .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()));

    @AfterEach
    void stop() {
        simulator.close();
    }

    private JsonNode call(String method, Map<String, String> parameters) {
        Wire.Answer answer = wire.post("/" + method + ".json", Wire.form(parameters));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private String list(Map<String, String> parameters) {
        return call("add-list", parameters).get("id").asText();
    }

    private JsonNode imported(String list, String file) {
        simulator
                .wireMock()
                .stubFor(WireMock.get("/contacts.csv")
                        .willReturn(WireMock.ok(file).withHeader("Content-Type", "text/csv")));
        call(
                "add-contacts-bulk",
                Map.of(
                        "list_id",
                        list,
                        "countrycode",
                        "GB",
                        "file_url",
                        "http://127.0.0.1:" + simulator.port() + "/contacts.csv"));
        await().until(() -> !progress(list).get("status").textValue().equals("in progress"));
        return progress(list);
    }

    private JsonNode progress(String list) {
        return call("add-contacts-bulk-progress", Map.of("list_id", list));
    }

    @Test
    void importsAFileOfContacts() {
        String list = list(Map.of("name", "customers", "field_1", "City"));
        call("add-to-list", Map.of("list_id", list, "msisdn", "447700900001"));
        simulator.receive("transmitsms", "447700900002", "STOP");

        JsonNode progress = imported(list, """
                \uFEFFMobile,firstname,lastname,City
                447700900001,Ann,Known,Leeds
                447700900002,Bob,Stopped,York
                07700 900003,Cat,Spaces,Hull
                07700900004,"Dan ""D"\"",Example,"Bath, Somerset"
                07700900004,Dan,Twice,Bath
                nobody,Eve,Nobody,Ely

                """);

        assertThat(progress.get("status").textValue()).isEqualTo("completed");
        assertThat(progress.get("importlength").intValue()).isEqualTo(6);
        assertThat(progress.get("completed").intValue()).isEqualTo(6);
        assertThat(progress.get("duplicates").intValue()).isEqualTo(2);
        assertThat(progress.get("optout").intValue()).isEqualTo(1);
        assertThat(progress.get("skipped").intValue()).isEqualTo(2);
        assertThat(progress.get("imported").intValue()).isEqualTo(1);
        JsonNode contact = call("get-contact", Map.of("list_id", list, "msisdn", "447700900004"));
        assertThat(contact.get("first_name").textValue()).isEqualTo("Dan \"D\"");
        assertThat(contact.at("/fields/City").textValue()).isEqualTo("Bath, Somerset");
        call("send-sms", Map.of("list_id", list, "message", "Hi [firstname] in [City]"));
        assertThat(simulator.messages()).extracting(SimulatedMessage::text).contains("Hi Dan \"D\" in Bath, Somerset");
    }

    @Test
    void aFileWithoutHeadingsHasNumbersInItsFirstColumn() {
        String list = list(Map.of("name", "customers"));

        assertThat(imported(list, "447700900001;x\r\n447700900002;y")
                        .get("imported")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void aFileThatCannotBeHadFails() {
        String list = list(Map.of("name", "customers"));
        for (String url : List.of(
                "http://127.0.0.1:" + simulator.port() + "/nowhere.csv",
                "http://192.0.2.1/contacts.csv",
                CallbackEndpoint.nobody().toString())) {
            call("add-contacts-bulk", Map.of("list_id", list, "file_url", url));
            await().until(() -> progress(list).get("status").textValue().equals("failed"));
        }
    }

    @Test
    void aKeywordIsAnswered() {
        String list = list(Map.of("name", "club"));
        call(
                "add-keyword",
                Map.of(
                        "keyword", "JOIN",
                        "number", "61491570110",
                        "list_id", list,
                        "welcome_message", "Welcome!",
                        "members_message", "You are in already"));

        simulator.receive("transmitsms", NUMBER, "join please");
        await().until(() -> texts().equals(List.of("Welcome!")));
        simulator.receive("transmitsms", NUMBER, "JOIN");
        await().until(() -> texts().equals(List.of("Welcome!", "You are in already")));
        simulator.receive("transmitsms", NUMBER, "something else");
        simulator.receive("transmitsms", NUMBER, "STOP");
        simulator.receive("transmitsms", NUMBER, "JOIN");

        assertThat(call("get-contact", Map.of("list_id", list, "msisdn", NUMBER))
                        .get("status")
                        .textValue())
                .isEqualTo("inactive");
        assertThat(texts()).as("nothing once it has opted out").hasSize(2);
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::from, SimulatedMessage::to)
                .containsOnly(tuple("61491570110", "+" + NUMBER));
    }

    private List<String> texts() {
        return simulator.messages().stream().map(SimulatedMessage::text).toList();
    }

    @Test
    void aHitOnALinkIsTold() {
        String list = list(Map.of("name", "customers"));
        call("add-to-list", Map.of("list_id", list, "msisdn", NUMBER, "first_name", "Ann"));
        try (CallbackEndpoint endpoint = new CallbackEndpoint()) {
            String id = call(
                            "send-sms",
                            Map.of(
                                    "list_id",
                                    list,
                                    "message",
                                    "See [tracked-link]",
                                    "tracked_link_url",
                                    "https://shop.example/",
                                    "link_hits_callback",
                                    endpoint.url("/hits?shop=1").toString()))
                    .get("message_id")
                    .asText();
            SimulatedMessage message = simulator.messages().get(0);

            simulator.followLink(message);
            simulator.inbox().followLink(1);
            List<CallbackAttempt> attempts = simulator.awaitCallbacksOver();

            assertThat(attempts).extracting(CallbackAttempt::kind).containsOnly(CallbackKind.LINK_HIT);
            assertThat(endpoint.received())
                    .extracting(hit -> Escapes.pairs(hit.query()))
                    .allSatisfy(hit -> assertThat(hit)
                            .containsEntry("shop", "1")
                            .containsEntry("firstname", "Ann")
                            .containsEntry("list_id", list)
                            .containsEntry("longcode", "61491570110")
                            .containsEntry("message", message.text())
                            .containsEntry("message_id", id)
                            .containsEntry("mobile", NUMBER)
                            .containsKeys("datetime", "rate", "user_id"))
                    .extracting(hit -> hit.get("link_hits"))
                    .containsExactlyInAnyOrder("1", "2");
            assertThat(endpoint.received().get(0).header("x-transmitsms-signature"))
                    .isPresent();
            JsonNode hits = call("get-link-hits", Map.of("message_id", id));
            assertThat(hits.get("total").intValue()).isEqualTo(2);
            assertThat(hits.at("/hits/0/msisdn").asText()).isEqualTo(NUMBER);
            assertThat(call("get-sms-stats", Map.of("message_id", id))
                            .at("/stats/link_hits")
                            .intValue())
                    .isEqualTo(2);
        }
    }

    @Test
    void aMessageWithoutALinkHasNothingToFollow() {
        SimulatedMessage plain =
                SimulatedSends.transmitSms(simulator, NUMBER, Map.of()).get(0);
        SimulatedMessage other = SimulatedSends.twoFaLink(simulator, NUMBER);

        assertThatIllegalStateException().isThrownBy(() -> simulator.followLink(plain));
        assertThatIllegalStateException().isThrownBy(() -> simulator.followLink(other));
    }
}

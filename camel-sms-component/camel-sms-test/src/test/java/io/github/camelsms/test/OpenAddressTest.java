package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.SmsSimulator;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulator that others can reach. */
class OpenAddressTest {

    private static final String FILE = "/__admin/files/planted.txt";

    private static Wire wire(SmsSimulator simulator) {
        return Wire.to(URI.create("http://127.0.0.1:" + simulator.port()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "Bearer", "Bearer wrong"})
    void itsAdministrationIsClosed(String authorization) {
        try (SmsSimulator open = SmsSimulator.builder().host("0.0.0.0").start()) {
            Wire stranger = authorization.isEmpty() ? wire(open) : wire(open).with("Authorization", authorization);

            for (String path : List.of("/__admin/mappings", "/__admin/requests", "/__admin/", "/__admin/x")) {
                assertThat(stranger.get(path).status()).as(path).isEqualTo(403);
            }
            assertThat(stranger.call("PUT", FILE, "planted").status()).isEqualTo(403);
            assertThat(stranger.post("/__admin/shutdown", "").status()).isEqualTo(403);
            assertThat(stranger.post("/__admin/mappings", "{\"response\":{\"proxyBaseUrl\":\"http://192.0.2.1\"}}")
                            .status())
                    .isEqualTo(403);
            assertThat(stranger.get("/__admin//mappings").status()).isGreaterThanOrEqualTo(400);
            assertThat(stranger.get("/__admin/inbox/%2e%2e/mappings").status()).isGreaterThanOrEqualTo(400);
            assertThat(stranger.get("/__admin/inbox;/mappings").status()).isGreaterThanOrEqualTo(400);
            assertThat(open.wireMock().isRunning()).isTrue();
        }
    }

    @Test
    void aTokenOpensItAndTheGuardStaysOn() {
        try (SmsSimulator open =
                SmsSimulator.builder().host("0.0.0.0").adminToken("t0ken").start()) {
            Wire owner = wire(open).with("Authorization", "Bearer t0ken");

            assertThat(owner.get("/__admin/mappings").status()).isEqualTo(200);
            assertThat(owner.with("Origin", "http://evil.example")
                            .get("/__admin/mappings")
                            .status())
                    .isEqualTo(403);
            assertThat(wire(open).get("/__admin/mappings").status()).isEqualTo(403);
        }
    }

    @Test
    void pageApiAndCountersAskForThePassword() {
        try (SmsSimulator open = SmsSimulator.builder().host("0.0.0.0").start()) {
            String user = open.inboxUser().orElseThrow();
            String[] pair = user.split(":", 2);
            Wire known = wire(open).with("Authorization", Wire.basic(pair[0], pair[1]));

            for (String path :
                    List.of("/__admin/inbox/", "/__admin/inbox/api/messages", "/inbox/api/wait", "/metrics")) {
                Wire.Answer stranger = wire(open).get(path);
                assertThat(stranger.status()).as(path).isEqualTo(401);
                assertThat(stranger.headers().get("www-authenticate")).startsWith("Basic");
                assertThat(wire(open)
                                .with("Authorization", Wire.basic(pair[0], "wrong"))
                                .get(path)
                                .status())
                        .isEqualTo(401);
            }
            assertThat(known.get("/__admin/inbox/").status()).isEqualTo(200);
            assertThat(known.get("/inbox/api/messages").status()).isEqualTo(200);
            assertThat(known.get("/metrics").status()).isEqualTo(200);
            assertThat(known.get("/__admin/mappings").status())
                    .as("WireMock's own")
                    .isEqualTo(403);
            assertThat(wire(open).get("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void whatChangesSomethingAsksForItToo() {
        try (SmsSimulator open = SmsSimulator.builder().host("0.0.0.0").start()) {
            Wire stranger = wire(open).with("Content-Type", "application/json");
            SimulatedSends.twoFaLink(open, "447700900123");

            for (String api : List.of("/inbox/api/", "/__admin/inbox/api/")) {
                assertThat(stranger.post(api + "webhooks", "{\"url\":\"http://127.0.0.1/x\"}")
                                .status())
                        .isEqualTo(401);
                assertThat(stranger.post(api + "messages/1/deliver", "{}").status())
                        .isEqualTo(401);
                assertThat(stranger.call("DELETE", api + "messages", "").status())
                        .isEqualTo(401);
            }
            assertThat(stranger.get("/inbox/api;x=y/messages").status()).isGreaterThanOrEqualTo(400);
            assertThat(stranger.get("/inbox//api/messages").status()).isGreaterThanOrEqualTo(400);
            assertThat(stranger.get("/x/../inbox/api/messages").status()).isGreaterThanOrEqualTo(400);
            assertThat(stranger.get("/inbox/%61pi/messages").status()).isGreaterThanOrEqualTo(400);
            assertThat(stranger.get("/%5f%5fadmin/mappings").status()).isGreaterThanOrEqualTo(400);
            assertThat(open.messages()).hasSize(1);
        }
    }

    @Test
    void thePasswordIsSwitchedOffByName() {
        try (SmsSimulator open =
                SmsSimulator.builder().host("0.0.0.0").withoutPassword().start()) {
            assertThat(wire(open).get("/inbox/api/messages").status()).isEqualTo(200);
            assertThat(open.inboxUser()).isEmpty();
        }
    }

    @Test
    void aPasswordGuardsTheLoopbackAddressWhereOneIsGiven() {
        try (SmsSimulator simulator =
                SmsSimulator.builder().user("me", "pass:word").start()) {
            assertThat(wire(simulator).get("/__admin/requests").status()).isEqualTo(401);
            assertThat(wire(simulator)
                            .with("Authorization", Wire.basic("me", "pass:word"))
                            .get("/__admin/requests")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void onTheLoopbackAddressItIsOpenToProgramsOfThisMachine() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            assertThat(wire(simulator).get("/__admin/mappings").status()).isEqualTo(200);
        }
    }
}

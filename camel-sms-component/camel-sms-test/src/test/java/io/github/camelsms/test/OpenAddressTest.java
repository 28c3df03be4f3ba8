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
    void onTheLoopbackAddressItIsOpenToProgramsOfThisMachine() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            assertThat(wire(simulator).get("/__admin/mappings").status()).isEqualTo(200);
        }
    }
}

package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.ProviderDouble;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.simulator.SmsSimulatorBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The simulator counts requests, the double answers those that are too many. */
class ThrottlingTest {

    private final MovableClock clock = new MovableClock();

    @Test
    void takesThemAllUnlessAsked() {
        try (SmsSimulator simulator = builder().start()) {
            assertThat(statuses(simulator)).containsExactly(204, 204, 204);
        }
    }

    @Test
    void answersThoseBeyondTheLimitAsTheGatewayDoes() {
        try (SmsSimulator simulator = builder().requestsPerSecond("busy", 1).start()) {
            assertThat(statuses(simulator)).containsExactly(204, 429, 429);

            clock.move(Duration.ofSeconds(1));
            assertThat(statuses(simulator)).containsExactly(204, 429, 429);

            simulator.reset();
            assertThat(statuses(simulator)).containsExactly(204, 429, 429);
        }
    }

    @Test
    void limitsAsDocumented() {
        try (SmsSimulator simulator = builder().asInProduction().start()) {
            assertThat(statuses(simulator)).containsExactly(204, 204, 429);
        }
    }

    private SmsSimulatorBuilder builder() {
        return SmsSimulator.builder().provider(new Busy()).clock(clock);
    }

    private static int[] statuses(SmsSimulator simulator) {
        Wire wire = Wire.to(simulator.baseUrl("busy"));
        return new int[] {
            wire.get("/busy").status(),
            wire.get("/busy").status(),
            wire.get("/busy").status()
        };
    }

    private static final class Busy implements ProviderDouble {

        @Override
        public String provider() {
            return "busy";
        }

        @Override
        public String pathPattern() {
            return "/busy";
        }

        @Override
        public Credentials credentials() {
            return Credentials.key("k");
        }

        @Override
        public BigDecimal pricePerSegment() {
            return BigDecimal.ONE;
        }

        @Override
        public boolean refusesWith(String code) {
            return false;
        }

        @Override
        public OptionalInt requestsPerSecond() {
            return OptionalInt.of(2);
        }

        @Override
        public Optional<Reply> throttled(ReceivedRequest request) {
            return Optional.of(Reply.empty(429));
        }

        @Override
        public Reply handle(ReceivedRequest request, SimulatedAccount account) {
            return Reply.empty(204);
        }
    }
}

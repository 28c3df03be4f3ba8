package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.InboxItem;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.RetryTimer;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.simulator.SmsSimulatorBuilder;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulator that keeps its messages in a file, stopped and started again. */
class StoreTest {

    private static final String NUMBER = "447700900123";

    @TempDir
    Path folder;

    private SmsSimulatorBuilder builder() {
        return SmsSimulator.builder().store(folder.resolve("messages"));
    }

    private static List<JsonNode> items(SmsSimulator simulator) {
        Wire wire = Wire.to(URI.create("http://127.0.0.1:" + simulator.port()));
        return LongStream.rangeClosed(1, simulator.inbox().total())
                .mapToObj(number -> wire.get("/inbox/api/messages/" + number).json())
                .map(item -> ((ObjectNode) item).without("revision"))
                .map(JsonNode.class::cast)
                .toList();
    }

    @Test
    void everythingIsThereAfterARestart() {
        List<JsonNode> before;
        long revision;
        try (CallbackEndpoint endpoint = new CallbackEndpoint();
                SmsSimulator simulator = builder()
                        .tag("otp", "text:code")
                        .webhook("2fa-link", endpoint.url("/receipts"))
                        .replyWebhook("transmitsms", endpoint.url("/replies"))
                        .start()) {
            SimulatedSends.twoFaLink(simulator, NUMBER);
            SimulatedSends.transmitSms(
                    simulator, NUMBER, Map.of("message", "code 1234 \uD83D\uDE00\u0000", "from", "61491570110"));
            SimulatedSends.telesign(simulator, NUMBER, Map.of("verify_code", "98765"));
            simulator.inbox().end(1, MessageState.UNDELIVERED);
            simulator.inbox().reply(2, "Stop");
            simulator.inbox().write("2chat", NUMBER, "half \ud83d");
            simulator.awaitCallbacksOver();
            before = items(simulator);
            revision = simulator.inbox().revision();
        }

        try (SmsSimulator simulator = builder().tag("otp", "text:code").start()) {
            assertThat(items(simulator)).isEqualTo(before).hasSize(5);
            assertThat(before.get(0).at("/callbacks/0/attempts/0/status").intValue())
                    .isEqualTo(200);
            assertThat(before.get(0).get("state").textValue()).isEqualTo("UNDELIVERED");
            assertThat(before.get(1).at("/tags/0").textValue()).isEqualTo("otp");
            assertThat(before.get(2).get("verifyCode").textValue()).isEqualTo("98765");
            assertThat(before.get(3).at("/callbacks/0/over").booleanValue()).isTrue();
            assertThat(simulator.inbox().revision()).isGreaterThan(revision);
            assertThat(simulator.messages())
                    .extracting(SimulatedMessage::state)
                    .containsExactly(MessageState.UNDELIVERED, MessageState.ACCEPTED, MessageState.ACCEPTED);

            SimulatedMessage next = SimulatedSends.twoFaLink(simulator, NUMBER);
            assertThat(simulator.inbox().items()).extracting(InboxItem::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(simulator.messages().get(0).messageId()).isNotEqualTo(next.messageId());
        }
    }

    @Test
    void gatewaysKnowTheirMessages() {
        SimulatedMessage sent;
        try (SmsSimulator simulator = builder().seed(7).start()) {
            sent = SimulatedSends.transmitSms(simulator, NUMBER, Map.of()).get(0);
            simulator.receive("transmitsms", NUMBER, "STOP");
        }

        try (SmsSimulator simulator = builder().seed(7).start()) {
            Credentials keys = simulator.credentials("transmitsms");
            Wire wire = Wire.to(simulator.baseUrl("transmitsms"))
                    .with("Content-Type", Wire.FORM)
                    .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()));

            assertThat(wire.get("/get-sms-responses.json?message_id=" + sent.messageId())
                            .json()
                            .at("/responses/0/response")
                            .textValue())
                    .isEqualTo("STOP");
            assertThat(wire.post("/send-sms.json", "message=x&to=" + NUMBER)
                            .json()
                            .at("/error/description/optouts/0")
                            .asText())
                    .as("the number has opted out")
                    .isEqualTo(NUMBER);
            assertThat(wire.get("/get-balance.json").json().get("balance").decimalValue())
                    .isEqualByComparingTo("999.913");
            assertThat(SimulatedSends.transmitSms(simulator, "447700900456", Map.of())
                            .get(0)
                            .messageId())
                    .as("the same seed")
                    .isNotEqualTo(sent.messageId());
        }
    }

    @Test
    void anOptOutOutlivesItsReply() {
        try (SmsSimulator simulator = builder().keepMessages(1).start()) {
            simulator.receive("transmitsms", NUMBER, "STOP");
            SimulatedSends.twoFaLink(simulator, NUMBER);
        }

        try (SmsSimulator simulator = builder().start()) {
            assertThat(simulator.inbox().items()).hasSize(1);
            assertThat(refuses(simulator)).isTrue();
            simulator.inbox().clear();
        }
        try (SmsSimulator simulator = builder().start()) {
            assertThat(refuses(simulator)).as("after Clear").isTrue();
            simulator.reset();
        }
        try (SmsSimulator simulator = builder().start()) {
            assertThat(refuses(simulator)).as("after a reset").isFalse();
        }
    }

    private static boolean refuses(SmsSimulator simulator) {
        Credentials keys = simulator.credentials("transmitsms");
        return Wire.to(simulator.baseUrl("transmitsms"))
                        .with("Content-Type", Wire.FORM)
                        .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                        .post("/send-sms.json", "message=x&to=" + NUMBER)
                        .status()
                == 400;
    }

    @Test
    void aReceiptThatWasNotTakenIsTriedAgain() {
        RetryTimer never = (wait, task) -> {};
        RetryTimer atOnce = (wait, task) -> task.run();
        try (CallbackEndpoint endpoint = new CallbackEndpoint()) {
            endpoint.answers(number -> number == 1 ? 500 : 200);
            try (SmsSimulator simulator = builder()
                    .webhook("2fa-link", endpoint.url("/receipts"))
                    .retryTimer(never)
                    .start()) {
                SimulatedSends.twoFaLink(simulator, NUMBER);
                simulator.inbox().end(1, MessageState.DELIVERED);
                simulator.awaitCallbacks(1);
            }

            try (SmsSimulator simulator = builder().retryTimer(atOnce).start()) {
                List<CallbackAttempt> attempts = simulator.awaitCallbacksOver();

                assertThat(attempts).singleElement().satisfies(attempt -> {
                    assertThat(attempt.number()).isEqualTo(2);
                    assertThat(attempt.status()).isEqualTo(200);
                    assertThat(attempt.state()).isEqualTo(MessageState.DELIVERED);
                });
                assertThat(simulator.inbox().items().get(0).callbacks().get(0).attempts())
                        .extracting(CallbackAttempt::statusOrZero)
                        .containsExactly(500, 200);
            }
        }
    }

    @Test
    void theClockMovesWhatIsDue() {
        MovableClock clock = new MovableClock();
        Duration hour = Duration.ofHours(1);
        try (SmsSimulator simulator =
                builder().clock(clock).statesByClock(hour, hour).start()) {
            SimulatedSends.twoFaLink(simulator, NUMBER);
            SimulatedSends.twoFaLink(simulator, "447700900902");
        }
        clock.move(hour);

        try (SmsSimulator simulator =
                builder().clock(clock).statesByClock(hour, hour).start()) {
            assertThat(simulator.messages())
                    .extracting(SimulatedMessage::state)
                    .containsExactly(MessageState.DELIVERED, MessageState.UNDELIVERED);
            await().until(() -> simulator.inbox().items().get(1).message().state() == MessageState.UNDELIVERED);
        }
    }

    @Test
    void isBoundedByCountAndAge() {
        MovableClock clock = new MovableClock();
        try (SmsSimulator simulator = builder().clock(clock).keepMessages(3).start()) {
            for (int i = 0; i < 5; i++) {
                SimulatedSends.twoFaLink(simulator, NUMBER);
                clock.move(Duration.ofDays(1));
            }
        }

        try (SmsSimulator simulator = builder().clock(clock).start()) {
            assertThat(numbers(simulator)).as("by count").containsExactly(3L, 4L, 5L);
            assertThat(simulator.inbox().forgotten()).isEqualTo(2);
        }
        try (SmsSimulator simulator =
                builder().clock(clock).keepMessagesFor(Duration.ofDays(2)).start()) {
            assertThat(numbers(simulator)).as("by age").containsExactly(4L, 5L);
            assertThat(simulator.messages()).hasSize(2);
            assertThat(simulator.inbox().forgotten()).isEqualTo(3);
        }
        try (SmsSimulator simulator = builder().clock(clock).keepMessages(1).start()) {
            assertThat(numbers(simulator)).as("a smaller count").containsExactly(5L);
            simulator.inbox().clear();
        }
        try (SmsSimulator simulator = builder().start()) {
            assertThat(simulator.inbox().items()).as("after Clear").isEmpty();
            assertThat(simulator.inbox().total()).as("numbers go on").isEqualTo(5);
        }
    }

    private static List<Long> numbers(SmsSimulator simulator) {
        return simulator.inbox().items().stream().map(InboxItem::number).toList();
    }

    @Test
    void oldMessagesGoWhileItRuns() {
        MovableClock clock = new MovableClock();
        try (SmsSimulator simulator = SmsSimulator.builder()
                .clock(clock)
                .keepMessagesFor(Duration.ofMillis(100))
                .start()) {
            SimulatedSends.twoFaLink(simulator, NUMBER);
            assertThat(simulator.inbox().items()).hasSize(1);
            clock.move(Duration.ofSeconds(1));

            await().until(() -> simulator.inbox().items().isEmpty());
            assertThat(simulator.messages()).isEmpty();
            assertThat(simulator.inbox().forgotten()).isEqualTo(1);
        }
    }

    @Test
    void theExtensionTakesItToo() {
        SmsSimulatorExtension extension = new SmsSimulatorExtension(builder());
        SimulatedSends.twoFaLink(extension.simulator(), NUMBER);
        extension.simulator().close();

        SmsSimulatorExtension again = new SmsSimulatorExtension(builder());
        assertThat(again.messages()).hasSize(1);
        again.simulator().close();
    }

    @Test
    void itsOwnerAloneMayReadIt() throws Exception {
        builder().start().close();
        Path file = folder.resolve("messages.mv.db");
        assumeThat(Files.getFileStore(file).supportsFileAttributeView("posix"))
                .as("a file system with owners")
                .isTrue();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(list()).containsExactly("messages.mv.db");
    }

    private List<String> list() throws Exception {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    @Test
    void isOpenInOneSimulatorAtATime() {
        try (SmsSimulator first = builder().start()) {
            assertThatThrownBy(() -> SmsSimulator.builder()
                            .store(folder.resolve("messages.mv.db"))
                            .start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("open elsewhere");
            assertThat(first.messages()).isEmpty();
        }
    }

    @Test
    void anotherFileIsRefused() throws Exception {
        Files.writeString(folder.resolve("messages.mv.db"), "something else".repeat(1_000));

        assertThatThrownBy(() -> builder().start()).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(
                        () -> SmsSimulator.builder().store(Path.of("a;INIT=x")).start())
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder.resolve("messages.mv.db")).content().startsWith("something else");
    }
}

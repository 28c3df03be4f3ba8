package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.CallbackKind;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script says comes to pass, seen from a client and from the receiver of its receipts. */
class WhenSentTest {

    private static final String NUMBER = "+447700900123";
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private final CallbackEndpoint receiver = new CallbackEndpoint();
    private final SmsSimulator simulator = SmsSimulator.builder()
            .webhook("2fa-link", receiver.url("/dlr/2fa-link"))
            .webhook("transmitsms", receiver.url("/dlr/transmitsms"))
            .replyWebhook("transmitsms", receiver.url("/inbound"))
            .seed(7)
            .start();

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    @Test
    void movesAMessageToItsEndByItself() {
        simulator.whenSentTo(NUMBER).deliver();

        twoFaLink(NUMBER, "Hello");

        assertThat(simulator.awaitReceipts())
                .isNotEmpty()
                .extracting(CallbackAttempt::status)
                .containsOnly(200);
        assertThat(simulator.messages()).singleElement().returns(MessageState.DELIVERED, SimulatedMessage::state);
    }

    @Test
    void leavesOtherMessagesToEnquiries() {
        simulator.whenSentTo(NUMBER).deliver();

        twoFaLink("+447700900124", "Hello");

        assertThat(simulator.messages()).singleElement().returns(MessageState.ACCEPTED, SimulatedMessage::state);
    }

    @Test
    void endsAsTold() {
        simulator.whenSentTo("+447700900101").fail();
        simulator.whenSentTo("+447700900102").expire();
        simulator.whenSentTo("+447700900103").reject();
        simulator.whenSentTo("+447700900104").reject("703");
        simulator.whenSentTo("+447700900105").outcome(Outcome.UNKNOWN);

        IntStream.rangeClosed(1, 5).forEach(last -> twoFaLink("+44770090010" + last, "Hello"));

        simulator.awaitReceipts();
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::state)
                .containsExactly(
                        MessageState.UNDELIVERED,
                        MessageState.EXPIRED,
                        MessageState.REJECTED,
                        MessageState.REJECTED,
                        MessageState.UNKNOWN);
    }

    @Test
    void refusesWithTheCodeOfTheGateway() {
        simulator.whenSentTo(NUMBER).reject("104");

        assertThat(twoFaLink(NUMBER, "Hello").json().get("errorcode").intValue())
                .isEqualTo(104);
        assertThat(transmitSms(NUMBER).status()).isEqualTo(200);
        assertThat(simulator.messages()).extracting(SimulatedMessage::provider).containsExactly("transmitsms");
    }

    @Test
    void refusesWithItsUsualCode() {
        simulator.whenSentTo(NUMBER).refuse();

        assertThat(twoFaLink(NUMBER, "Hello").json().get("errorcode").intValue())
                .isEqualTo(301);
        assertThat(transmitSms(NUMBER).json().at("/error/code").textValue()).isEqualTo("RECIPIENTS_ERROR");
        assertThat(twoChat(NUMBER).status()).isEqualTo(422);
        assertThat(telesign(NUMBER).json().at("/errors/0/code").intValue()).isEqualTo(-40009);
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void knowsNoOtherCodeOrProvider() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.whenSentTo(NUMBER).reject("no such code"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.whenSentTo(NUMBER).refuse("703"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.whenSentTo(NUMBER).by("twilio"));
    }

    @Test
    void countsTimes() {
        simulator.whenSentTo(NUMBER).refuse("103").times(2);

        List<Integer> codes = IntStream.range(0, 3)
                .map(turn -> twoFaLink(NUMBER, "Hello").json().get("errorcode").intValue())
                .boxed()
                .toList();

        assertThat(codes).containsExactly(103, 103, 100);
    }

    @Test
    void looksAtProviderSenderAndText() {
        simulator.whenSent().by("2fa-link").from("ACME").containing("offer").refuse("301");
        simulator.whenSent(message -> message.text().length() > 20).refuse("209");

        assertThat(errorCode("Your offer")).isEqualTo(301);
        assertThat(errorCode("Hello")).isEqualTo(100);
        assertThat(errorCode("A text of more than twenty characters")).isEqualTo(209);
        assertThat(transmitSms(NUMBER).status()).isEqualTo(200);
    }

    @Test
    void lastScriptGoesFirstAndLeavesTheRestToTheOneBefore() {
        simulator.whenSent().fail().loseReceipt();
        simulator.whenSentTo(NUMBER).deliver();

        twoFaLink(NUMBER, "Hello");
        twoFaLink("+447700900124", "Hello");

        assertThatThrownBy(() -> simulator.awaitReceipts(ENOUGH))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("No receipt was sent");
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::state)
                .containsExactly(MessageState.DELIVERED, MessageState.UNDELIVERED);
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void keepsTheMessageAndNeverReplies() {
        simulator.whenSentTo(NUMBER).noReply();

        assertThatThrownBy(() -> impatientSend(NUMBER)).isInstanceOf(HttpTimeoutException.class);

        assertThat(simulator.awaitMessages(1)).extracting(SimulatedMessage::to).containsExactly(NUMBER);
        simulator.wireMock().verify(postRequestedFor(urlPathEqualTo("/sms")));
    }

    @Test
    void deliversWhatItNeverAnswered() {
        simulator.whenSentTo(NUMBER).noReply().deliver();

        assertThatThrownBy(() -> impatientSend(NUMBER)).isInstanceOf(HttpTimeoutException.class);

        assertThat(simulator.awaitReceipts()).isNotEmpty();
    }

    @Test
    void delaysTheReply() {
        Duration span = Duration.ofMillis(300);
        simulator.whenSentTo(NUMBER).delay(span);

        long start = System.nanoTime();
        assertThat(twoFaLink(NUMBER, "Hello").status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(span);
    }

    @Test
    void answersFromTheHandsetAfterItsReceipt() {
        simulator.whenSentTo(NUMBER).thenReply("STOP");

        transmitSms(NUMBER);

        simulator.awaitReceipts();
        assertThat(simulator.callbacks())
                .extracting(CallbackAttempt::kind)
                .endsWith(CallbackKind.RECEIPT, CallbackKind.REPLY);
        ReceivedRequest reply = receiver.received().get(receiver.received().size() - 1);
        assertThat(reply.path()).isEqualTo("/inbound");
        assertThat(reply.queryParameters()).containsEntry("response", "STOP");
    }

    @Test
    void sendsTheLastReceiptTwice() {
        simulator.whenSentTo(NUMBER).receiptTwice();

        transmitSms(NUMBER);

        assertThat(simulator.awaitReceipts())
                .extracting(CallbackAttempt::state)
                .containsExactly(MessageState.SENT, MessageState.DELIVERED, MessageState.DELIVERED);
    }

    @Test
    void sendsReceiptsLate() {
        Duration late = Duration.ofMillis(300);
        simulator.whenSentTo(NUMBER).receiptLate(late);

        transmitSms(NUMBER);
        SimulatedMessage message = simulator.awaitMessages(1).get(0);
        List<CallbackAttempt> receipts = simulator.awaitReceipts();

        assertThat(receipts)
                .extracting(CallbackAttempt::state)
                .containsExactly(MessageState.SENT, MessageState.DELIVERED);
        assertThat(Duration.between(message.acceptedAt(), receipts.get(0).at())).isGreaterThanOrEqualTo(late);
    }

    @Test
    void forgetsScriptsWithTheRest() {
        simulator.whenSentTo(NUMBER).refuse("103");

        simulator.reset();

        assertThat(errorCode("Hello")).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "+447700900901, DELIVERED, 1",
        "+447700900902, UNDELIVERED, 1",
        "+447700900903, REJECTED, 1",
        "+447700900904, EXPIRED, 1",
        "+447700900905, UNKNOWN, 1",
        "+447700900909, DELIVERED, 0",
        "+447700900910, DELIVERED, 2"
    })
    void numbersDecideWithoutAScript(String number, MessageState end, int receipts) {
        twoFaLink(number, "Hello");
        simulator.advance();
        simulator.advance();
        simulator.awaitCallbacksOver();

        assertThat(simulator.messages()).singleElement().returns(end, SimulatedMessage::state);
        assertThat(simulator.callbacks())
                .filteredOn(attempt -> attempt.state() == end)
                .hasSize(receipts);
    }

    @Test
    void numbersRefuseStaySilentAndAnswer() {
        assertThat(twoFaLink("+447700900906", "Hello").json().get("errorcode").intValue())
                .isEqualTo(301);
        assertThatThrownBy(() -> impatientSend("+447700900907")).isInstanceOf(HttpTimeoutException.class);
        assertThatThrownBy(() -> impatientSend("+447700900908")).isInstanceOf(HttpTimeoutException.class);
        transmitSms("+447700900911");
        transmitSms("+447700900912");
        simulator.advance();
        simulator.advance();
        simulator.awaitCallbacksOver();

        SimulatedMessage late = simulator.messages().stream()
                .filter(message -> message.to().equals("+447700900911"))
                .findFirst()
                .orElseThrow();
        assertThat(simulator.callbacks())
                .filteredOn(attempt -> attempt.to().equals(late.to()))
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(Duration.between(late.acceptedAt(), attempt.at()))
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(5)));

        assertThat(simulator.callbacks())
                .filteredOn(attempt -> attempt.kind() == CallbackKind.REPLY)
                .extracting(CallbackAttempt::to)
                .containsExactly("+447700900912");
    }

    @Test
    void scriptGoesBeforeTheNumber() {
        simulator.whenSentTo("+447700900902").deliver();

        twoFaLink("+447700900902", "Hello");

        simulator.awaitReceipts();
        assertThat(simulator.messages()).singleElement().returns(MessageState.DELIVERED, SimulatedMessage::state);
    }

    @Test
    void tellsWhatWasThereWhenMessagesDoNotCome() {
        twoFaLink(NUMBER, "A secret text");

        assertThatThrownBy(() -> simulator.awaitMessages(3, Duration.ofMillis(50)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected 3 messages within PT0.05S but there were 1")
                .hasMessageContaining("***23")
                .hasMessageNotContaining("900123")
                .hasMessageNotContaining("secret");
    }

    @Test
    void chanceFollowsTheSeed() {
        assertThat(fates(1)).isEqualTo(fates(1)).isNotEqualTo(fates(2));
        assertThat(fates(1)).contains("refused", "UNDELIVERED", "DELIVERED");
    }

    private static List<String> fates(long seed) {
        try (SmsSimulator chancy = SmsSimulator.builder()
                .seed(seed)
                .refusalRate(0.3)
                .failureRate(0.3)
                .start()) {
            return IntStream.range(0, 40)
                    .mapToObj(turn -> {
                        boolean taken = twoFaLink(chancy, NUMBER, "Hello")
                                        .json()
                                        .get("errorcode")
                                        .intValue()
                                == 100;
                        chancy.advance();
                        chancy.advance();
                        List<SimulatedMessage> messages = chancy.messages();
                        return taken ? messages.get(messages.size() - 1).state().toString() : "refused";
                    })
                    .toList();
        }
    }

    private int errorCode(String text) {
        return twoFaLink(NUMBER, text).json().get("errorcode").intValue();
    }

    private Wire.Answer twoFaLink(String to, String text) {
        return twoFaLink(simulator, to, text);
    }

    private static Wire.Answer twoFaLink(SmsSimulator simulator, String to, String text) {
        Credentials keys = simulator.credentials("2fa-link");
        return Wire.to(simulator.baseUrl("2fa-link"))
                .with("Content-Type", "application/json")
                .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                .post("/sms", body(to, text));
    }

    private static String body(String to, String text) {
        return "{\"mode\":\"sms\",\"to\":\"" + to.substring(1) + "\",\"from\":\"ACME\",\"content\":\"" + text + "\"}";
    }

    /** A client that waits for its reply no longer than needed. */
    private void impatientSend(String to) throws IOException, InterruptedException {
        Credentials keys = simulator.credentials("2fa-link");
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl("2fa-link") + "/sms"))
                .header("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                .timeout(Duration.ofSeconds(2))
                .POST(BodyPublishers.ofString(body(to, "Hello")))
                .build();
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }

    private Wire.Answer transmitSms(String to) {
        Credentials keys = simulator.credentials("transmitsms");
        return Wire.to(simulator.baseUrl("transmitsms"))
                .with("Content-Type", Wire.FORM)
                .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                .post("/send-sms.json", Wire.form(Map.of("message", "Hello", "to", to.substring(1))));
    }

    private Wire.Answer twoChat(String to) {
        return Wire.to(simulator.baseUrl("2chat"))
                .with("X-User-API-Key", simulator.credentials("2chat").apiKey())
                .post(
                        "/sms/send",
                        "{\"from_number\":\"+447700900900\",\"to_number\":\"" + to + "\",\"text\":\"Hello\"}");
    }

    private Wire.Answer telesign(String to) {
        Credentials keys = simulator.credentials("telesign");
        return Wire.to(simulator.baseUrl("telesign"))
                .with("Content-Type", Wire.FORM)
                .with("Authorization", Wire.basic(keys.customer(), keys.apiKey()))
                .post("/v1/verify/sms", Wire.form(Map.of("phone_number", to.substring(1))));
    }
}

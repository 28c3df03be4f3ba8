package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.Verification;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.model.VerificationResult.State;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes that are sent and checked, over two contexts on one store. */
@Timeout(180)
class CodesTest {

    private static final String TO = "+447700900123";
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{4,8}(?![0-9])");

    private final SmsSimulator simulator = SmsSimulator.start();
    private final JdbcDataSource database = new JdbcDataSource();
    private final DefaultCamelContext one = simulator.configure(new DefaultCamelContext());
    private final DefaultCamelContext other = simulator.configure(new DefaultCamelContext());

    @BeforeEach
    void start() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        StateStore store = new JdbcStateStore(database);
        for (DefaultCamelContext node : List.of(one, other)) {
            SmsComponent component = node.getComponent("sms", SmsComponent.class);
            component.setStateStore(store);
            component.getAccounts().values().forEach(account -> account.setMaxRequestsPerSecond(0));
            account(node, "2chat").setFrom("+14155550100");
            account(node, "2fa-link").setFrom("Acme");
            node.start();
        }
    }

    @AfterEach
    void stop() {
        one.stop();
        other.stop();
        simulator.close();
    }

    private static SmsAccount account(CamelContext node, String name) {
        return node.getComponent("sms", SmsComponent.class).getAccounts().get(name);
    }

    private static Exchange call(CamelContext node, String uri, Object body, Map<String, Object> headers) {
        return node.createFluentProducerTemplate()
                .to(uri)
                .withBody(body)
                .withHeaders(headers)
                .request(Exchange.class);
    }

    private Verification verify(String account, String text) {
        Exchange exchange = call(one, "sms:verify?account=" + account, text, Map.of(SmsConstants.TO, TO));
        assertThat(exchange.getException()).isNull();
        Verification verification = exchange.getMessage().getBody(Verification.class);
        assertThat(exchange.getMessage().getHeader(SmsConstants.VERIFICATION_ID))
                .isEqualTo(verification.id());
        return verification;
    }

    private static VerificationResult check(CamelContext node, String account, String id, String code) {
        Exchange exchange = call(
                node,
                "sms:check?account=" + account,
                "whatever",
                Map.of(SmsConstants.VERIFICATION_ID, id, SmsConstants.VERIFY_CODE, code));
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(SmsConstants.VERIFY_CODE);
        return exchange.getMessage().getBody(VerificationResult.class);
    }

    private String sentCode(String provider) {
        List<SimulatedMessage> messages = simulator.messages(provider);
        Matcher code = CODE.matcher(messages.get(messages.size() - 1).text());
        assertThat(code.find()).isTrue();
        return code.group();
    }

    private static String wrong(String code) {
        return (code.charAt(0) == '0' ? "1" : "0") + code.substring(1);
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2fa-link", "2chat", "transmitsms"})
    void aCodeIsAcceptedOnceOnAnotherNode(String account) {
        Verification verification = verify(account, "Acme: {code} is your code");
        String code = sentCode(account);

        assertThat(simulator.messages(account).get(0).text()).isEqualTo("Acme: " + code + " is your code");
        assertThat(verification.to().e164()).isEqualTo(TO);
        assertThat(verification.submission().messageId()).isNotNull();
        assertThat(check(other, account, verification.id(), wrong(code)))
                .isEqualTo(new VerificationResult(verification.id(), State.INVALID, 4));
        assertThat(check(other, account, verification.id(), code).state()).isEqualTo(State.VALID);
        assertThat(check(other, account, verification.id(), code).state()).isEqualTo(State.NOT_FOUND);
    }

    @Test
    void telesignChecksItsOwnCodes() {
        Verification verification = verify("telesign", "Acme: {code} is your code");
        String code = sentCode("telesign");

        assertThat(verification.id()).isEqualTo(verification.submission().messageId());
        assertThat(verification.expiresAt()).isNull();
        assertThat(check(other, "telesign", verification.id(), wrong(code)).state())
                .isEqualTo(State.INVALID);
        Exchange byRecipient = call(other, "sms:check?account=telesign", code, Map.of(SmsConstants.TO, TO));
        assertThat(byRecipient.getMessage().getBody(VerificationResult.class).state())
                .isEqualTo(State.VALID);
        assertThat(check(one, "telesign", verification.id(), code).state()).isEqualTo(State.NOT_FOUND);
        awaitFeedback("telesign", "/verify/completion/");
        assertThat(check(other, "telesign", "0123456789ABCDEF0123456789ABCDEF", code)
                        .state())
                .isEqualTo(State.NOT_FOUND);
    }

    @Test
    void twoFaLinkHearsOfAnAcceptedCode() {
        Verification verification = verify("2fa-link", "{code}");

        check(other, "2fa-link", verification.id(), wrong(sentCode("2fa-link")));
        assertThat(simulator.requests("2fa-link")).hasSize(1);
        check(other, "2fa-link", verification.id(), sentCode("2fa-link"));

        awaitFeedback("2fa-link", "feedback");
    }

    private void awaitFeedback(String provider, String path) {
        Awaitility.await()
                .until(() -> simulator.requests(provider).stream()
                        .anyMatch(request ->
                                (request.path() + new String(request.body(), StandardCharsets.UTF_8)).contains(path)));
    }

    @Test
    void theRecipientNamesTheLastCode() {
        verify("2chat", "");
        String first = sentCode("2chat");
        account(one, "2chat").setCodeResendAfter(Duration.ofMillis(1));
        Exchange found = call(other, "sms:check?account=2chat", first, Map.of(SmsConstants.TO, TO));
        Exchange none = call(other, "sms:check?account=2chat", first, Map.of(SmsConstants.TO, "+447700900199"));

        assertThat(simulator.messages("2chat").get(0).text()).isEqualTo("Your code is " + first);
        assertThat(found.getMessage().getBody(VerificationResult.class).state()).isEqualTo(State.VALID);
        assertThat(none.getMessage().getBody(VerificationResult.class).state()).isEqualTo(State.NOT_FOUND);
        assertThat(none.getMessage().getBody()).isNotEqualTo(first);
    }

    @Test
    void aNewCodeTakesThePlaceOfTheFormer() {
        String options = "&codeResendAfter=1ms";
        Map<String, Object> to = Map.of(SmsConstants.TO, TO);
        String first = call(one, "sms:verify?account=2chat" + options, "", to)
                .getMessage()
                .getHeader(SmsConstants.VERIFICATION_ID, String.class);
        String code = sentCode("2chat");
        Awaitility.await()
                .until(() ->
                        call(one, "sms:verify?account=2chat" + options, "", to).getException() == null);

        assertThat(check(other, "2chat", first, code).state()).isEqualTo(State.NOT_FOUND);
    }

    @Test
    void aCodeExpires() {
        String id = call(one, "sms:verify?account=2chat&codeTtl=50ms", "", Map.of(SmsConstants.TO, TO))
                .getMessage()
                .getHeader(SmsConstants.VERIFICATION_ID, String.class);
        String code = sentCode("2chat");

        Awaitility.await().until(() -> check(other, "2chat", id, wrong(code)).state() == State.EXPIRED);
        assertThat(check(other, "2chat", id, code).state()).isEqualTo(State.EXPIRED);
    }

    @Test
    void attemptsEnd() {
        Verification verification = verify("2chat", "");
        String code = sentCode("2chat");
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            left.add(check(other, "2chat", verification.id(), wrong(code)).attemptsLeft());
        }

        assertThat(left).containsExactly(4, 3, 2, 1, 0);
        assertThat(check(other, "2chat", verification.id(), code))
                .isEqualTo(new VerificationResult(verification.id(), State.TOO_MANY_ATTEMPTS, 0));
    }

    @Test
    void aRecipientWaitsAndGetsFiveAnHour() {
        verify("2chat", "");
        assertLimited(call(other, "sms:verify?account=2chat", "", Map.of(SmsConstants.TO, TO)), Duration.ofSeconds(30));

        String fast = "sms:verify?account=transmitsms&codesPerRecipient=2&codeResendAfter=1ms";
        for (int i = 0; i < 2; i++) {
            Awaitility.await()
                    .until(() ->
                            call(one, fast, "", Map.of(SmsConstants.TO, TO)).getException() == null);
        }
        assertLimited(call(other, fast, "", Map.of(SmsConstants.TO, TO)), Duration.ofHours(1));
        assertThat(simulator.messages("transmitsms")).hasSize(2);
    }

    @Test
    void aRangeOfNumbersIsLimited() {
        String uri = "sms:verify?account=2chat&codesPerPrefix=2";
        assertThat(call(one, uri, "", Map.of(SmsConstants.TO, "+447700900123")).getException())
                .isNull();
        assertThat(call(other, uri, "", Map.of(SmsConstants.TO, "+447700900124"))
                        .getException())
                .isNull();

        assertLimited(call(one, uri, "", Map.of(SmsConstants.TO, "+447700900125")), Duration.ofHours(1));
        assertLimited(call(other, uri, "", Map.of(SmsConstants.TO, "+447700900126")), Duration.ofHours(1));
        assertThat(call(other, uri, "", Map.of(SmsConstants.TO, "+447701900125"))
                        .getException())
                .isNull();
    }

    private static void assertLimited(Exchange exchange, Duration most) {
        assertThat(exchange.getException()).isInstanceOfSatisfying(SmsRefusedException.class, refused -> {
            assertThat(refused.errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
            assertThat(refused.retryAfter().orElseThrow()).isPositive().isLessThanOrEqualTo(most);
        });
    }

    @Test
    void aSendThatDidNotHappenIsGivenBack() {
        for (int i = 0; i < 6; i++) {
            Exchange exchange = call(one, "sms:verify?account=2chat&from=Acme", "", Map.of(SmsConstants.TO, TO));
            assertThat(exchange.getException()).isInstanceOf(SmsException.class);
        }

        verify("2chat", "");
    }

    @Test
    void nothingIsSentOrAcceptedWhileTheStoreCannotBeReached() throws Exception {
        Verification verification = verify("2chat", "");
        String code = sentCode("2chat");
        execute("ALTER TABLE camel_sms_state RENAME TO gone");

        assertThat(call(one, "sms:verify?account=2fa-link", "", Map.of(SmsConstants.TO, TO))
                        .getException())
                .isInstanceOf(SmsRetryableException.class);
        assertThat(call(other, "sms:check?account=2chat", code, Map.of(SmsConstants.VERIFICATION_ID, verification.id()))
                        .getException())
                .isInstanceOf(SmsRetryableException.class)
                .hasMessageNotContaining(code);
        assertThat(simulator.messages()).hasSize(1);
        execute("ALTER TABLE gone RENAME TO camel_sms_state");
        assertThat(check(other, "2chat", verification.id(), code).state()).isEqualTo(State.VALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sms:verify?account=2chat | Hello | accepted: a text with {code}",
                "sms:check?account=2chat  | ''    | there is no code",
                "sms:check?account=2chat  | 1234  | nothing says which code it is"
            })
    void badInputIsRefused(String uri, String body, String message) {
        Map<String, Object> headers = uri.contains("verify") ? Map.of(SmsConstants.TO, TO) : Map.of();

        assertThat(call(one, uri, body, headers).getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("1234");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "codeLength=3           | option codeLength must be from 4 to 10",
                "codeTtl=25h            | option codeTtl must be a positive duration up to 24h",
                "codeAttempts=0         | option codeAttempts must be from 1 to 20",
                "codeResendAfter=61m    | option codeResendAfter must be a positive duration up to 1h",
                "codesPerRecipient=0    | option codesPerRecipient must be from 1 to 100",
                "codesPerPrefix=-1      | option codesPerPrefix must be from 0 to 1000"
            })
    void malformedOptionsAreRefusedAtTheStart(String option, String message) {
        assertThatThrownBy(() -> one.getEndpoint("sms:verify?account=2chat&" + option)
                        .createProducer()
                        .start())
                .hasStackTraceContaining(message);
    }
}

package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.spi.JdbcStateStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that uses the state store, and then the whole table: no number, text, code, message id or key stands in it as it is. */
@Timeout(120)
class StateTableTest {

    private static final String ANNA = "+447700900471";
    private static final String BEN = "+447700900472";
    private static final String LOST = "0123456789ABCDEF0123456789ABCDEF";
    private static final String RECEIVED = "65F1A2B3-QWJXKTNMZP";
    private static final String KEY = "order-8842-shipped";
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    private final SmsSimulator simulator = SmsSimulator.start();
    private final JdbcDataSource database = new JdbcDataSource();
    private final List<String> arrived = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>();
    private Receiver node;
    private RawServer telesign;
    private RawServer busy;

    @BeforeAll
    static void assumeServer() {
        ServerPort.assumeServer();
    }

    @BeforeEach
    void start() throws Exception {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        telesign = RawServer.answering(RawServer.reply(
                503,
                "application/json",
                "{\"reference_id\":\"" + LOST + "\",\"status\":{\"code\":290,\"description\":\"Message in progress\"},"
                        + "\"errors\":[{\"code\":-77777,\"description\":\"System unavailable\"}]}"));
        busy = RawServer.answering(RawServer.reply(429, "text/plain", "", "Retry-After: 600"));
        node = new Receiver();
        simulator.configure(node.context());
        SmsComponent component = node.context().getComponent("sms", SmsComponent.class);
        component.setStateStore(new JdbcStateStore(database));
        component.getAccounts().put("lost", account("telesign", telesign));
        component.getAccounts().put("busy", account("transmitsms", busy));
        component.getAccounts().values().forEach(account -> account.setCodesPerPrefix(10));
        component.getAccounts().get("2chat").setFrom("+14155550100");
        component.getAccounts().get("transmitsms").setCallbackUrl("https://shop.example/receipts");
        node.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?account=2fa-link&path=/receipts&verification=none")
                        .log("receipt");
                from("sms:inbound?account=2chat&polling=true&initialDelay=0&delay=50&optOut=enforce")
                        .process(exchange -> arrived.add(exchange.getMessage().getBody(String.class)));
            }
        });
        node.context().start();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        simulator.close();
        telesign.close();
        busy.close();
    }

    private SmsAccount account(String provider, RawServer server) {
        Credentials keys = simulator.credentials(provider);
        SmsAccount account = new SmsAccount();
        account.setProvider(provider);
        account.setApiKey(keys.apiKey() + (provider.equals("transmitsms") ? "2" : ""));
        account.setSecretKey(keys.secretKey());
        account.setCustomerId(keys.customerId());
        account.setBaseUrl(server.url());
        return account;
    }

    private Exchange call(String uri, String body, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(SmsConstants.TO, ANNA);
        all.put("order", "A1");
        Exchange exchange = node.context()
                .createFluentProducerTemplate()
                .to(uri)
                .withBody(body)
                .withHeaders(all)
                .request(Exchange.class);
        String messageId = exchange.getMessage().getHeader(SmsConstants.MESSAGE_ID, String.class);
        if (messageId != null) {
            secrets.add(messageId);
        }
        return exchange;
    }

    private void sendWithEveryFeature() {
        call(
                "sms:send?account=2fa-link&correlate=order&missingAfter=1m",
                Sentinels.TEXT,
                Map.of(SmsConstants.IDEMPOTENCY_KEY, KEY));
        call(
                "sms:send?account=transmitsms&correlate=order",
                Sentinels.TEXT,
                Map.of(SmsConstants.IDEMPOTENCY_KEY, KEY + "-2"));
        Exchange lost = call(
                "sms:send?account=lost",
                Sentinels.TEXT + " $$CODE$$",
                Map.of(SmsConstants.IDEMPOTENCY_KEY, KEY + "-3", SmsConstants.VERIFY_CODE, Sentinels.CODE));
        assertThat(((SmsException) lost.getException()).messageId()).contains(LOST);
        assertThat(call("sms:send?account=busy", Sentinels.TEXT, Map.of()).getException())
                .isInstanceOf(SmsException.class);
    }

    private void verify() {
        for (String account : List.of("2fa-link", "telesign")) {
            assertThat(call("sms:verify?account=" + account, "", Map.of()).getException())
                    .isNull();
        }
        for (SimulatedMessage message : simulator.messages()) {
            Matcher code = CODE.matcher(message.text());
            if (code.find()) {
                secrets.add(code.group());
            }
        }
    }

    private void receive() throws Exception {
        assertThat(node.receipt("/receipts", RECEIVED, "701").get()).isEqualTo(200);
        Awaitility.await().until(() -> !simulator.requests("2chat").isEmpty()); // reading begins there
        simulator.receive("2chat", BEN, "STOP");
        Awaitility.await().until(() -> !arrived.isEmpty());
    }

    @Test
    void theTableHoldsNothingInClear() throws Exception {
        sendWithEveryFeature();
        verify();
        receive();
        Awaitility.await()
                .untilAsserted(() -> assertThat(kinds())
                        .containsExactly(
                                "code",
                                "codeprefix",
                                "codeto",
                                "correlation",
                                "dlr",
                                "event",
                                "inbox",
                                "lease",
                                "message",
                                "optout",
                                "reference",
                                "rest",
                                "send",
                                "unsettled"));

        secrets.addAll(List.of(ANNA.substring(1), BEN.substring(1), "447700900123", RECEIVED, LOST, KEY, "STOP"));
        for (String provider : simulator.providers()) {
            secrets.add(simulator.credentials(provider).apiKey());
        }
        assertThat(secrets).hasSizeGreaterThan(12);
        for (String row : rows()) {
            assertThat(secrets).noneMatch(row::contains);
            Sentinels.assertAbsent(row);
        }
    }

    /** What stands before the colon of a key; that of a missing receipt has the account's digest behind a dash. */
    private TreeSet<String> kinds() throws Exception {
        TreeSet<String> kinds = new TreeSet<>();
        for (String row : rows()) {
            kinds.add(row.substring(0, row.indexOf(':')).replaceFirst("-.*", ""));
        }
        return kinds;
    }

    /** Every column of every row. */
    private List<String> rows() throws Exception {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT state_key, state_kind, state_value, state_version, expires_at, due_at FROM camel_sms_state")) {
            while (rows.next()) {
                found.add(rows.getString(1)
                        + ' '
                        + rows.getString(2)
                        + ' '
                        + new String(rows.getBytes(3), StandardCharsets.ISO_8859_1));
            }
        }
        return found;
    }
}

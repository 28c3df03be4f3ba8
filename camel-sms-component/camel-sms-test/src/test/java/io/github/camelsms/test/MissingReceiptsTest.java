package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message whose receipt was lost is asked for, and its route hears of its fate. */
@Timeout(120)
class MissingReceiptsTest {

    private static final String ID = "65F1A2B3-QWJXKTNMZP";
    private static final String NUMBER = "+447700900123";
    private static final String DLR = "sms:dlr?account=2fa-link&path=/receipts&verification=none";

    private final AtomicInteger questions = new AtomicInteger();
    private final HttpServer gateway;
    private volatile boolean staysSent;
    private final JdbcDataSource database = new JdbcDataSource();
    private final List<Receiver> nodes = new ArrayList<>();
    private final List<Exchange> received = new CopyOnWriteArrayList<>();

    MissingReceiptsTest() throws IOException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        database.setUser("sa");
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", call -> {
            try (call) {
                String request = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                byte[] reply = reply(request).getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(200, reply.length);
                call.getResponseBody().write(reply);
            }
        });
        gateway.start();
    }

    /** A message is SENT when it is first asked for, DELIVERED from then on. */
    private String reply(String request) {
        if (!request.contains("\"query\"")) {
            return "{\"errorcode\":100,\"errormsg\":\"Success\",\"request_id\":\"" + ID + "\"}";
        }
        boolean sent = questions.incrementAndGet() == 1 || staysSent;
        return "{\"request_id\":\"" + ID + "\",\"to\":\"" + NUMBER.substring(1) + "\",\"statuscode\":\""
                + (sent ? "700" : "701") + "\"}";
    }

    @BeforeAll
    static void assumeServer() {
        ServerPort.assumeServer();
    }

    @AfterEach
    void stop() {
        nodes.forEach(Receiver::close);
        gateway.stop(0);
    }

    private Receiver node() {
        Receiver node = new Receiver();
        nodes.add(node);
        SmsAccount account = new SmsAccount();
        account.setProvider("2fa-link");
        account.setApiKey("key");
        account.setSecretKey("secret");
        account.setBaseUrl("http://127.0.0.1:" + gateway.getAddress().getPort());
        node.context().getComponent("sms", SmsComponent.class).getAccounts().put("2fa-link", account);
        return node;
    }

    private Receiver sharing(Receiver node) {
        node.context().getComponent("sms", SmsComponent.class).setStateStore(new JdbcStateStore(database));
        return node;
    }

    private Receiver receive(Receiver node, String options) throws Exception {
        node.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(DLR + options).routeId("receipts").process(exchange -> received.add(exchange.copy()));
            }
        });
        node.context().start();
        return node;
    }

    private String send(Receiver node, String options) {
        Exchange sent = node.context()
                .createFluentProducerTemplate()
                .to("sms:send?account=2fa-link&correlate=order" + options)
                .withHeader(SmsConstants.TO, NUMBER)
                .withHeader("order", "A1")
                .withBody("Your parcel arrives today.")
                .request(Exchange.class);
        assertThat(sent.getException()).isNull();
        return sent.getMessage().getHeader(SmsConstants.MESSAGE_ID, String.class);
    }

    private static DeliveryReceipt receipt(Exchange exchange) {
        return exchange.getMessage().getBody(DeliveryReceipt.class);
    }

    private List<DeliveryStatus> statuses() {
        return received.stream().map(exchange -> receipt(exchange).status()).toList();
    }

    private void assertAskedUntilDelivered(String id) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> statuses().contains(DeliveryStatus.DELIVERED));
        Exchange last = received.get(received.size() - 1);
        assertThat(receipt(last).source()).isEqualTo(ReceiptSource.QUERY);
        assertThat(receipt(last).messageId()).isEqualTo(id);
        assertThat(last.getMessage().getHeader("order")).isEqualTo("A1");
        assertThat(last.getMessage().getHeader(SmsConstants.MISSING)).isNull();
        assertThat(statuses()).doesNotHaveDuplicates().endsWith(DeliveryStatus.DELIVERED);
    }

    @Test
    void aLostReceiptIsAskedForWithMemory() throws Exception {
        Receiver node = receive(node(), "&missingAfter=300ms");

        assertAskedUntilDelivered(send(node, ""));
    }

    @Test
    void oneOfTwoNodesAsksForWhatAThirdHasSent() throws Exception {
        Receiver sender = sharing(node());
        sender.context().start();
        receive(sharing(node()), "&missingAfter=300ms");
        receive(sharing(node()), "&missingAfter=300ms");

        String id = send(sender, "&missingAfter=300ms");
        assertNothingInClear(id);

        assertAskedUntilDelivered(id);
        assertThat(questions).hasValue(2);
        Awaitility.await().until(() -> waiting() == 0);
    }

    private void assertNothingInClear(String id) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT state_key, RAWTOHEX(state_value) FROM camel_sms_state")) {
            int seen = 0;
            while (rows.next()) {
                String row = rows.getString(1)
                        + new String(HexFormat.of().parseHex(rows.getString(2)), StandardCharsets.ISO_8859_1);
                assertThat(row).doesNotContain(id, NUMBER.substring(1));
                seen += rows.getString(1).startsWith("dlr-") ? 1 : 0;
            }
            assertThat(seen).isEqualTo(1);
        }
    }

    private int waiting() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT COUNT(*) FROM camel_sms_state WHERE state_kind LIKE 'dlr-%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void aMessageWhoseReceiptCameIsNotAskedFor() throws Exception {
        Receiver node = receive(sharing(node()), "&missingAfter=1s");
        String id = send(node, "");

        assertThat(node.receipt("/receipts", id, "701").get()).isEqualTo(200);

        Awaitility.await().until(() -> waiting() == 0);
        assertThat(questions).hasValue(0);
        assertThat(statuses()).hasSize(1);
    }

    @Test
    void whatStaysUnknownIsGivenUpOnce() throws Exception {
        staysSent = true;
        Receiver node = receive(sharing(node()), "&missingAfter=300ms&missingUntil=2s");

        String id = send(node, "");

        Awaitility.await().until(() -> waiting() == 0);
        List<Exchange> given = received.stream()
                .filter(exchange -> exchange.getMessage().getHeader(SmsConstants.MISSING) != null)
                .toList();
        assertThat(given).singleElement().satisfies(last -> {
            assertThat(last.getMessage().getHeader(SmsConstants.MISSING)).isEqualTo(true);
            assertThat(last.getMessage().getHeader(SmsConstants.STATUS)).isEqualTo("SENT");
            assertThat(last.getMessage().getHeader("order")).isEqualTo("A1");
            assertThat(receipt(last).messageId()).isEqualTo(id);
        });
        assertThat(questions.get()).as("at growing intervals").isBetween(2, 4);
        assertThat(node.receipt("/receipts", id, "701").get()).isEqualTo(200);
        assertThat(statuses()).endsWith(DeliveryStatus.DELIVERED);
    }

    @Test
    void aSuspendedRouteAsksNothing() throws Exception {
        Receiver node = receive(sharing(node()), "&missingAfter=500ms");
        node.context().getRouteController().suspendRoute("receipts");
        String id = send(node, "");
        Awaitility.await().until(() -> dueEntries() == 1);
        assertThat(questions).hasValue(0);

        node.context().getRouteController().resumeRoute("receipts");

        assertAskedUntilDelivered(id);
    }

    private int dueEntries() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT COUNT(*) FROM camel_sms_state WHERE due_at + 2000 <"
                                + " DATEDIFF(MILLISECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', CURRENT_TIMESTAMP)")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void aProviderThatCannotBeAskedIsRefusedAtTheStart() {
        Receiver node = node();
        node.context().getRegistry().bind("mute", new Mute());

        assertThatThrownBy(() -> {
                    node.context().addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("sms:dlr?provider=#mute&verification=none&missingAfter=1h")
                                    .to("mock:end");
                        }
                    });
                    node.context().start();
                })
                .hasStackTraceContaining("option missingAfter is not possible with provider mute");
    }

    private static final class Mute implements SmsProvider {

        @Override
        public String id() {
            return "mute";
        }

        @Override
        public URI baseUri() {
            return URI.create("https://127.0.0.1");
        }

        @Override
        public Operation<SmsMessage, SmsSubmission> send() {
            return new Operation<>() {
                @Override
                public HttpRequest encode(SmsMessage message) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public SmsSubmission decode(SmsMessage message, HttpResponse response) {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        public Optional<Webhook<DeliveryReceipt>> dlr() {
            return Optional.of(new Webhook<>() {
                @Override
                public java.util.Set<String> methods() {
                    return java.util.Set.of("POST");
                }

                @Override
                public Verification verification() {
                    return Verification.TOKEN;
                }

                @Override
                public List<DeliveryReceipt> decode(WebhookRequest request) {
                    return List.of();
                }
            });
        }
    }
}

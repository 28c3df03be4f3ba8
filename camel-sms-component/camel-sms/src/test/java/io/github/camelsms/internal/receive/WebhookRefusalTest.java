package io.github.camelsms.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.WebhookRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a consumer of each provider needs to start, and how it answers a call that is not for it. */
class WebhookRefusalTest {

    private static final String REPLY = "user_id=54911&message_id=331694668&mobile=61491570156&longcode=61491570110"
            + "&datetime_entry=2026-09-15+10%3A34%3A02&response=Caf%C3%A9+%22ok%22+%F0%9F%91%8D+a%2Fb"
            + "&response_id=35566670&is_optout=no";
    private static final String REPLY_SIGNATURE = "5dc97857d47de14928f228c9ef11c7da92cc77bb4c6082b5fed55f602c51c29e";

    private final Logger log = (Logger) LoggerFactory.getLogger(WebhookProcessor.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final CamelContext context = new DefaultCamelContext();
    private final Server server = new Server();
    private final List<Exchange> delivered = new ArrayList<>();
    private final List<ThreadPoolExecutor> pools = new ArrayList<>();

    /** An HTTP server without a socket: it hands over what it would call. */
    private static final class Server extends DefaultComponent implements RestConsumerFactory {

        private Processor webhook;

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            throw new UnsupportedOperationException(uri);
        }

        @Override
        public Consumer createConsumer(
                CamelContext camelContext,
                Processor processor,
                String verb,
                String basePath,
                String uriTemplate,
                String consumes,
                String produces,
                RestConfiguration configuration,
                Map<String, Object> parameters) {
            webhook = processor;
            return new DefaultConsumer(camelContext.getEndpoint("direct:" + basePath), processor);
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        context.addComponent("server", server);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onThreadPoolAdd(
                    CamelContext camelContext,
                    ThreadPoolExecutor pool,
                    String id,
                    String sourceId,
                    String routeId,
                    String profileId) {
                pools.add(pool);
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        log.detachAppender(lines);
    }

    private void consume(String uri) throws Exception {
        context.getEndpoint(uri + "&webhookComponent=server")
                .createConsumer(delivered::add)
                .start();
    }

    private int call(String method, String query, Map<String, String> headers) throws Exception {
        Exchange call = new DefaultExchange(context);
        Map<String, Object> all = new HashMap<>(headers);
        all.put(Exchange.HTTP_METHOD, method);
        all.put(Exchange.HTTP_RAW_QUERY, query);
        call.getMessage().setHeaders(all);
        server.webhook.process(call);
        assertThat(call.getMessage().getBody(String.class)).isEmpty();
        return call.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, int.class);
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "sms:dlr?provider=transmitsms, secretKey",
        "sms:dlr?provider=transmitsms&apiKey=k&secretKey=, secretKey",
        "sms:inbound?provider=transmitsms&secretKey=, verification=token",
        "sms:dlr?provider=telesign, apiKey",
        "sms:inbound?provider=2chat, webhookVerifyToken",
        "sms:inbound?provider=2chat&verification=signature, does not sign",
        "sms:dlr?provider=2fa-link&verification=signature, does not sign"
    })
    void consumerThatCouldNotVerifyDoesNotStartAndSaysWhatToSet(String uri, String wanted) {
        assertThatException().isThrownBy(() -> consume(uri)).withMessageContaining(wanted);
        assertThat(server.webhook).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "sms:dlr?provider=transmitsms&secretKey=s",
        "sms:inbound?provider=transmitsms&verification=token&webhookVerifyToken=t",
        "sms:dlr?provider=telesign&apiKey=b25lIGtleQ==",
        "sms:dlr?provider=telesign&verification=token&webhookVerifyToken=t",
        "sms:inbound?provider=2chat&webhookVerifyToken=t",
        "sms:dlr?provider=2fa-link"
    })
    void consumerNeedsNoCredentialBeyondItsVerification(String uri) throws Exception {
        consume(uri);

        assertThat(server.webhook).isNotNull();
    }

    @Test
    void replyOnThePathOfReceiptsIsAnsweredWith400AndOneWarningThatNamesTheOperation() throws Exception {
        consume("sms:dlr?provider=transmitsms&secretKey=s3cr3t-Example");

        assertThat(call("GET", REPLY, Map.of("X-TransmitSms-Signature", REPLY_SIGNATURE)))
                .isEqualTo(400);
        assertThat(delivered).isEmpty();
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("sms:dlr", "400", "sms:inbound")
                .doesNotContain("Caf", "61491570156");
    }

    @Test
    void signedReplyReachesTheRouteAndAnUnsignedOneDoesNot() throws Exception {
        consume("sms:inbound?provider=transmitsms&secretKey=s3cr3t-Example");

        assertThat(call("GET", REPLY, Map.of())).isEqualTo(403);
        assertThat(delivered).isEmpty();
        assertThat(call("GET", REPLY, Map.of("X-TransmitSms-Signature", REPLY_SIGNATURE)))
                .isEqualTo(200);
        assertThat(delivered).hasSize(1);
        WebhookRequest call = delivered.get(0).getProperty(SmsConstants.RAW_REQUEST, WebhookRequest.class);
        assertThat(call.rawQuery()).isEqualTo(REPLY);
        assertThat(call).asString().doesNotContain("Caf", "61491570156");
    }

    @ParameterizedTest
    @CsvSource({
        "sms:inbound?provider=2chat&verification=signature, does not sign",
        "sms:dlr?provider=2fa-link&webhookComponent=direct, not an HTTP server"
    })
    void consumerThatIsRefusedLeavesNoThreadPool(String uri, String told) {
        assertThatException()
                .isThrownBy(() -> context.getEndpoint(uri + "&acknowledge=onReceive")
                        .createConsumer(delivered::add)
                        .start())
                .withMessageContaining(told);
        assertThat(pools()).isEmpty();
    }

    @Test
    void threadPoolLastsAsLongAsItsConsumer() throws Exception {
        Consumer consumer = context.getEndpoint(
                        "sms:dlr?provider=2fa-link&acknowledge=onReceive&webhookComponent=server")
                .createConsumer(delivered::add);
        assertThat(pools()).isEmpty();
        consumer.start();
        assertThat(pools()).hasSize(1);
        ServiceHelper.stopAndShutdownService(consumer);
        assertThat(pools()).isEmpty();
    }

    private List<ThreadPoolExecutor> pools() {
        return pools.stream().filter(pool -> !pool.isShutdown()).toList();
    }

    @Test
    void droppedEventIsAnsweredWith200() throws Exception {
        consume("sms:inbound?provider=2chat&webhookVerifyToken=t");
        Exchange call = new DefaultExchange(context);
        call.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
        call.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, "token=t");
        call.getMessage().setBody("{\"event\":\"whatsapp.message.received\",\"id\":\"1\"}");
        server.webhook.process(call);

        assertThat(call.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(delivered).isEmpty();
        assertThat(warnings()).isEmpty();
    }
}

package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;

/** Has the simulated providers call each webhook of a running Camel. */
final class SimulatedCalls {

    static final String TOKEN = "token-of-the-manual";

    /** 2Chat is not simulated here: it documents no such event. */
    private static final String TWO_CHAT_SMS = """
            {"uuid":"MSG-1","direction":"inbound","remote_phone_number":"+447700900123",\
            "channel_phone_number":"+447700900456","message":{"text":"Yes please"}}""";

    private final SmsSimulator simulator;
    private final CamelContext context;

    SimulatedCalls(SmsSimulator simulator, CamelContext context) {
        this.simulator = simulator;
        this.context = context;
    }

    /** Has every webhook called; each is to answer 200, and its route to run to its end. */
    void reachTheirRoutes() throws Exception {
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof SmsEndpoint webhook
                    && !Boolean.TRUE.equals(webhook.getConfiguration().getPolling())) {
                NotifyBuilder ran = new NotifyBuilder(context)
                        .fromRoute(route.getRouteId())
                        .whenCompleted(1)
                        .create();
                assertThat(call(webhook)).as(webhook.getEndpointUri()).isEqualTo(200);
                assertThat(ran.matches(10, TimeUnit.SECONDS))
                        .as("%s has run", webhook.getEndpointUri())
                        .isTrue();
            }
        }
    }

    /** @return status of the answer */
    private int call(SmsEndpoint webhook) throws IOException, InterruptedException {
        String provider = provider(webhook.getConfiguration());
        URI url = url(webhook);
        if (webhook.getOperation() == SmsOperation.dlr) {
            SimulatedMessage message = message(provider);
            simulator.webhook(provider, url);
            return simulator.deliver(message).awaitFirst().statusOrZero();
        }
        if (provider.equals("2chat")) {
            HttpRequest call = HttpRequest.newBuilder(url)
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(TWO_CHAT_SMS))
                    .build();
            return HttpClient.newHttpClient()
                    .send(call, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
        SimulatedMessage message = message(provider);
        simulator.replyWebhook(provider, url);
        return simulator.reply(message, "Yes please").awaitFirst().statusOrZero();
    }

    private String provider(SmsConfiguration options) {
        return options.getAccount() == null
                ? options.getProvider()
                : context.getComponent("sms", SmsComponent.class)
                        .getAccounts()
                        .get(options.getAccount())
                        .getProvider();
    }

    private URI url(SmsEndpoint webhook) {
        SmsConfiguration options = webhook.getConfiguration();
        String account = options.getAccount() == null ? options.getProvider() : options.getAccount();
        String path = options.getPath() == null ? "/sms/" + account + "/" + webhook.getOperation() : options.getPath();
        int port = context.getComponent("platform-http", PlatformHttpComponent.class)
                .getEngine()
                .getServerPort();
        return URI.create("http://127.0.0.1:" + port + path + "?token=" + TOKEN);
    }

    /** The last message that the routes have sent, or one that is sent now, as the account that receives may have no keys to send. */
    private SimulatedMessage message(String provider) {
        if (simulator.messages(provider).isEmpty()) {
            Credentials keys = simulator.credentials(provider);
            String uri = "sms:send?provider=" + provider + "&baseUrl=" + simulator.baseUrl(provider) + "&apiKey=RAW("
                    + keys.apiKey() + ")"
                    + (keys.secretKey() == null ? "" : "&secretKey=RAW(" + keys.secretKey() + ")")
                    + (keys.customerId() == null ? "" : "&customerId=" + keys.customerId());
            Exchange sent = context.createProducerTemplate().request(uri, exchange -> {
                exchange.getMessage().setHeader("CamelSmsTo", Snippets.NUMBER);
                exchange.getMessage().setBody("Your code is $$CODE$$");
            });
            assertThat(sent.getException()).isNull();
        }
        List<SimulatedMessage> sent = simulator.messages(provider);
        return sent.get(sent.size() - 1);
    }
}

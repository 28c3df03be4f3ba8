package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2Chat's read endpoints over a socket: by {@code sms:call}, and as an inbox that is polled. */
class TwoChatReadingTest {

    private static final String CHANNEL = "SMS7d1e2f30-6a5b-4c7d-8e9f-0a1b2c3d4e5f";
    private static final String CONTACT = "+447700900123";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WireMockServer gateway = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BlockingQueue<InboundSms> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger failures = new AtomicInteger();

    @BeforeEach
    void start() {
        gateway.start();
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        gateway.stop();
    }

    private String uri(String operation, String options) {
        return "sms:" + operation + "?provider=2chat&apiKey=key&baseUrl=" + gateway.baseUrl() + options;
    }

    private Exchange call(String options, Map<String, Object> params) {
        return context.createFluentProducerTemplate()
                .to(uri("call", options))
                .withHeader(SmsConstants.PARAMS, params)
                .request(Exchange.class);
    }

    private static byte[] fixture(String file) {
        return Fixture.all(TwoChatReadingTest.class.getClassLoader(), "2chat").stream()
                .filter(fixture -> fixture.file().equals(file))
                .findFirst()
                .orElseThrow()
                .body();
    }

    @Test
    void readsAThread() {
        gateway.stubFor(get("/sms/messages/" + CHANNEL + "/%2B447700900123?before_ts=1800000000")
                .withHeader("X-User-API-Key", equalTo("key"))
                .willReturn(aResponse().withBody(fixture("messages-thread.json"))));

        Exchange exchange = call(
                "&method=messages",
                Map.of("channel_uuid", CHANNEL, "contact_number", CONTACT, "before_ts", 1_800_000_000));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("count", 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inbox | channel_uuid | method is not known; accepted: [channel, channels, conversations, info, message",
                "messages | channel_uuid | needs the parameters [contact_number]",
                "channel | channel | needs the parameters [channel_uuid]",
                "channels | page | method channels does not know 1 of the parameters; accepted: [page_number, results_per_page]",
                "info&paging=true | | has no pages",
            })
    void refusesWhatIsNotDocumented(String method, String param, String message) {
        Map<String, Object> params = param == null ? Map.of() : Map.of(param, "1");

        assertThat(call("&method=" + method, params).getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining(message);
        gateway.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void refusesAStepInThePath() {
        assertThat(call("&method=message", Map.of("message_uuid", "..")).getException())
                .isInstanceOf(SmsRefusedException.class);
        gateway.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void aReadThatBreaksMayBeRepeated() {
        gateway.stubFor(get(anyUrl()).willReturn(aResponse().withFixedDelay(5_000)));

        assertThat(call("&method=info&responseTimeout=200", Map.of()).getException())
                .isInstanceOf(SmsRetryableException.class);
    }

    @Test
    void followsPages() {
        String path = "/sms/conversations/" + CHANNEL;
        gateway.stubFor(get(path + "?results_per_page=2").willReturn(aResponse().withBody(conversations(1, 2))));
        gateway.stubFor(get(path + "?page_number=1&results_per_page=2")
                .willReturn(aResponse().withBody(conversations(3))));

        Exchange exchange =
                call("&method=conversations&paging=true", Map.of("channel_uuid", CHANNEL, "results_per_page", 2));

        List<Object> contacts = new ArrayList<>();
        Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
        rows.forEachRemaining(row -> contacts.add(((Map<?, ?>) row).get("contact")));
        assertThat(contacts).containsExactly("+1", "+2", "+3");
    }

    private static String conversations(int... contacts) {
        return "{\"success\":true,\"conversations\":["
                + IntStream.of(contacts)
                        .mapToObj(contact -> "{\"contact\":\"+" + contact + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    /** One channel, one conversation, and these SMS in its thread. */
    private void stubInbox(String... messages) {
        gateway.stubFor(
                get(urlPathEqualTo("/sms/channels")).willReturn(aResponse().withBody(fixture("channels-list.json"))));
        long now = Instant.now().getEpochSecond();
        gateway.stubFor(get(urlPathEqualTo("/sms/conversations/" + CHANNEL))
                .willReturn(aResponse()
                        .withBody("{\"success\":true,\"conversations\":[{\"contact\":\"" + CONTACT
                                + "\",\"last_message_ts\":" + (now + 60)
                                + "},{\"contact\":\"+1555\",\"last_message_ts\":"
                                + (now - 90_000) + "}]}")));
        gateway.stubFor(get(urlPathEqualTo("/sms/messages/" + CHANNEL + "/%2B447700900123"))
                .willReturn(
                        aResponse().withBody("{\"success\":true,\"messages\":[" + String.join(",", messages) + "]}")));
    }

    private static String message(String id, String direction, long secondsFromNow) {
        return "{\"uuid\":\"" + id + "\",\"source\":\"" + CONTACT
                + "\",\"destination\":\"+13125550147\",\"text\":\"text of "
                + id + "\",\"direction\":\"" + direction + "\",\"timestamp\":"
                + (Instant.now().getEpochSecond() + secondsFromNow) + "}";
    }

    private void poll(DefaultCamelContext camel, IdempotentRepository repository) throws Exception {
        camel.getRegistry().bind("processed", repository);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("inbound", "&polling=true&initialDelay=0&delay=50&idempotentRepository=#processed"))
                        .routeId("inbox")
                        .process(exchange -> {
                            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                                throw new IllegalStateException("not now");
                            }
                            arrived.add(exchange.getMessage().getBody(InboundSms.class));
                        });
            }
        });
    }

    private InboundSms next() throws InterruptedException {
        InboundSms sms = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(sms).as("an SMS within " + PATIENCE).isNotNull();
        return sms;
    }

    /** Until it has asked for the channels so many times more. */
    private void awaitPolls(int more) {
        int before = polls();
        Awaitility.await().atMost(PATIENCE).until(() -> polls() >= before + more);
    }

    private int polls() {
        return gateway.findAll(getRequestedFor(urlPathEqualTo("/sms/channels"))).size();
    }

    @Test
    void bringsEachSmsToTheRouteOnceAndInOrder() throws Exception {
        stubInbox(
                message("SMI-old", "inbound", -3_600),
                message("SMI-1", "inbound", 30),
                message("SMO-1", "outbound", 31),
                message("SMI-2", "inbound", 32));

        poll(context, MemoryIdempotentRepository.memoryIdempotentRepository(100));

        InboundSms first = next();
        assertThat(first.messageId()).isEqualTo("SMI-1");
        assertThat(first.text()).isEqualTo("text of SMI-1");
        assertThat(first.from()).hasToString("***23");
        assertThat(next().messageId()).isEqualTo("SMI-2");
        awaitPolls(3);
        assertThat(arrived).isEmpty();
        gateway.verify(0, getRequestedFor(urlEqualTo("/sms/messages/" + CHANNEL + "/%2B1555?results_per_page=200")));
    }

    @Test
    void readsAgainWhatTheRouteFailedWith() throws Exception {
        failures.set(2);
        stubInbox(message("SMI-1", "inbound", 30), message("SMI-2", "inbound", 31));

        poll(context, MemoryIdempotentRepository.memoryIdempotentRepository(100));

        assertThat(next().messageId()).isEqualTo("SMI-1");
        assertThat(next().messageId()).isEqualTo("SMI-2");
    }

    @Test
    void goesOnAfterAFailedPoll() throws Exception {
        gateway.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(502)));
        poll(context, MemoryIdempotentRepository.memoryIdempotentRepository(100));
        awaitPolls(2);

        stubInbox(message("SMI-1", "inbound", 30));

        assertThat(next().messageId()).isEqualTo("SMI-1");
    }

    @Test
    void aPollThatIsToldToSlowDownPausesTheAccount() throws Exception {
        gateway.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "600")));
        gateway.stubFor(
                get(urlPathEqualTo("/sms/message/SMO-1")).willReturn(aResponse().withStatus(404)));
        poll(context, MemoryIdempotentRepository.memoryIdempotentRepository(100));
        awaitPolls(1);

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            Exchange query = context.createFluentProducerTemplate()
                    .to(uri("query", "&rateLimitTimeout=0"))
                    .withHeader(SmsConstants.MESSAGE_ID, "SMO-1")
                    .send();
            assertThat(query.getException())
                    .isInstanceOf(SmsRetryableException.class)
                    .hasMessageContaining("rateLimitTimeout");
        });
        assertThat(polls()).isEqualTo(1);
    }

    @Test
    void aRestartGoesOnWhereTheRepositoryIs() throws Exception {
        IdempotentRepository lasting = MemoryIdempotentRepository.memoryIdempotentRepository(100);
        stubInbox();
        poll(context, lasting);
        awaitPolls(2);
        context.getRouteController().stopRoute("inbox");

        stubInbox(message("SMI-meanwhile", "inbound", -2));
        try (DefaultCamelContext restarted = new DefaultCamelContext()) {
            restarted.start();
            poll(restarted, lasting);

            assertThat(next().messageId()).isEqualTo("SMI-meanwhile");
        }
    }

    @Test
    void othersCannotBePolled() {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("sms:inbound?provider=transmitsms&apiKey=key&polling=true")
                                .to("mock:none");
                    }
                }))
                .hasStackTraceContaining("option polling=true is not possible with provider transmitsms");
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("sms:dlr?provider=telesign&customerId=me&apiKey=a2V5&polling=true")
                                .to("mock:none");
                    }
                }))
                .hasStackTraceContaining("option polling can only be set on sms:inbound");
    }
}

package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a route sees of the call to the provider: interceptors and events, but nothing of the provider's reply. With {@code
 * transport=camel-http} it is an ordinary call of camel-http.
 */
class DelegationTest {

    static Stream<Arguments> callsAndCarriers() {
        return ProviderCase.all()
                .flatMap(call -> Arrays.stream(Carrier.values()).map(carrier -> Arguments.of(call, carrier)));
    }

    private static DefaultCamelContext started(RouteBuilder routes) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.addRoutes(routes);
        context.start();
        return context;
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void interceptorSeesTheCallAndMayAnswerIt(ProviderCase call) throws Exception {
        List<String> intercepted = new CopyOnWriteArrayList<>();
        try (RawServer provider = RawServer.answering(call.good());
                DefaultCamelContext context = started(new RouteBuilder() {
                    @Override
                    public void configure() {
                        interceptSendToEndpoint("http*")
                                .skipSendToOriginalEndpoint()
                                .process(exchange -> {
                                    intercepted.add(exchange.getProperty(Exchange.INTERCEPTED_ENDPOINT, String.class));
                                    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
                                    exchange.getMessage().setBody(call.goodReply());
                                });
                        from("direct:in").to(call.uri(provider.url(), Carrier.CAMEL_HTTP.option()));
                    }
                })) {
            Exchange result = context.createProducerTemplate()
                    .send("direct:in", exchange -> call.input().accept(exchange.getIn()));

            assertThat(result.getException()).isNull();
            assertThat(result.getMessage().getHeader(SmsConstants.PROVIDER)).isEqualTo(call.provider());
            assertThat(intercepted).singleElement().asString().startsWith(provider.url());
            Sentinels.assertAbsent(intercepted);
            assertThat(provider.acceptedConnections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void callsLeaveTheRegistryAsItIs(Carrier carrier) throws Exception {
        ProviderCase call = ProviderCase.of("2fa-link", "send");
        try (RawServer provider = RawServer.answering(call.good());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Call.on(context, call.uri(provider.url(), carrier.option()), call.input());

            // Endpoints that other threads create read the registry, which is not safe to change meanwhile.
            assertThat(context.getRegistry().findByType(HttpClientConfigurer.class))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void interceptorThatSetsNoStatusOrFailsIsNoSuccess(ProviderCase call) throws Exception {
        try (RawServer provider = RawServer.answering(call.good());
                DefaultCamelContext context = started(new RouteBuilder() {
                    @Override
                    public void configure() {
                        interceptSendToEndpoint("http*")
                                .skipSendToOriginalEndpoint()
                                .filter(exchange ->
                                        exchange.getContext().getRegistry().lookupByName("fails") != null)
                                .throwException(new IllegalStateException(Sentinels.TEXT.substring(0, 8)));
                        from("direct:in").to(call.uri(provider.url(), Carrier.CAMEL_HTTP.option()));
                    }
                })) {
            Class<? extends SmsException> type =
                    call.repeatable() ? SmsRetryableException.class : SmsOutcomeUnknownException.class;
            Exchange noStatus = context.createProducerTemplate()
                    .send("direct:in", exchange -> call.input().accept(exchange.getIn()));
            assertThat(noStatus.getException()).isInstanceOf(type).hasMessageContaining("CamelHttpResponseCode");

            context.getRegistry().bind("fails", true);
            Exchange failed = context.createProducerTemplate()
                    .send("direct:in", exchange -> call.input().accept(exchange.getIn()));
            assertThat(failed.getException()).isInstanceOf(type).hasMessageContaining("IllegalStateException");
        }
    }

    @ParameterizedTest
    @MethodSource("callsAndCarriers")
    void sendingAndSentEventsTellOfTheCall(ProviderCase call, Carrier carrier) throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        try (RawServer provider = RawServer.answering(call.good());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof ExchangeSendingEvent sending) {
                        events.add("sending " + sending.getEndpoint());
                    } else if (event instanceof ExchangeSentEvent sent) {
                        events.add("sent " + sent.getEndpoint());
                    }
                    Sentinels.assertAbsent(event);
                }
            });
            context.start();
            Exchange exchange = Call.on(context, call.uri(provider.url(), carrier.option()), call.input());

            assertThat(exchange.getException()).isNull();
            assertThat(events).hasSize(2);
            assertThat(events.get(0)).startsWith("sending http://127.0.0.1:" + provider.port());
            assertThat(events.get(1)).startsWith("sent http://127.0.0.1:" + provider.port());
            Sentinels.assertAbsent(events);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void transactedExchangeStaysOnTheThreadOfItsCaller(ProviderCase call) throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (RawServer provider = RawServer.answering(call.good());
                DefaultCamelContext context = started(new RouteBuilder() {
                    @Override
                    public void configure() {
                        interceptSendToEndpoint("http*").process(exchange -> threads.add(Thread.currentThread()));
                        from("direct:in")
                                .to(call.uri(provider.url(), Carrier.CAMEL_HTTP.option()))
                                .process(exchange -> {
                                    assertThat(exchange.isTransacted()).isTrue();
                                    threads.add(Thread.currentThread());
                                });
                    }
                })) {
            Exchange result = context.createProducerTemplate().send("direct:in", exchange -> {
                exchange.getExchangeExtension().setTransacted(true);
                call.input().accept(exchange.getIn());
            });

            assertThat(result.getException()).isNull();
            assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
            assertThat(provider.requestCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("callsAndCarriers")
    void interceptorOfTheSmsEndpointMayAnswerInsteadOfTheProvider(ProviderCase call, Carrier carrier) throws Exception {
        try (RawServer provider = RawServer.answering(call.good());
                DefaultCamelContext context = started(new RouteBuilder() {
                    @Override
                    public void configure() {
                        interceptSendToEndpoint("sms:*")
                                .skipSendToOriginalEndpoint()
                                .setBody(constant("answered"));
                        from("direct:in").to(call.uri(provider.url(), carrier.option()));
                    }
                })) {
            Exchange result = context.createProducerTemplate()
                    .send("direct:in", exchange -> call.input().accept(exchange.getIn()));

            assertThat(result.getException()).isNull();
            assertThat(result.getMessage().getBody()).isEqualTo("answered");
            assertThat(provider.acceptedConnections()).isZero();
        }
    }

    /** By events, which come where the call begins. */
    @ParameterizedTest
    @MethodSource("callsAndCarriers")
    void transactedExchangeIsCalledForAndContinuedOnItsThread(ProviderCase call, Carrier carrier) throws Exception {
        Set<Thread> calls = ConcurrentHashMap.newKeySet();
        List<Thread> steps = new CopyOnWriteArrayList<>();
        try (RawServer provider = RawServer.answering(call.good());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getManagementStrategy().addEventNotifier(new CallWatch(calls));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in")
                            .to(call.uri(provider.url(), carrier.option()))
                            .process(exchange -> steps.add(Thread.currentThread()));
                }
            });
            context.start();
            Exchange result = context.createProducerTemplate().send("direct:in", exchange -> {
                exchange.getExchangeExtension().setTransacted(true);
                call.input().accept(exchange.getIn());
            });

            assertThat(result.getException()).isNull();
            assertThat(calls).containsExactly(Thread.currentThread());
            assertThat(steps).containsExactly(Thread.currentThread());
            assertThat(provider.requestCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("callsAndCarriers")
    void headersOfRouteAndProviderStayApart(ProviderCase call, Carrier carrier) throws Exception {
        RawServer.Answer answer = RawServer.reply(
                200,
                "application/json",
                call.goodReply(),
                "X-Provider: secret",
                "Date: Mon, 14 Sep 2026 10:00:00 GMT",
                "Retry-After: 60",
                "CamelHttpUri: http://127.0.0.1:1",
                "breadcrumbId: 1");
        try (RawServer provider = RawServer.answering(answer);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Map<String, Object> headers = Map.of(
                    "X-Route",
                    Sentinels.TEXT,
                    "Authorization",
                    "Bearer " + Sentinels.API_KEY,
                    "Cookie",
                    "session=1",
                    "Content-Type",
                    "text/plain",
                    Exchange.HTTP_METHOD,
                    "DELETE",
                    Exchange.HTTP_URI,
                    "http://127.0.0.1:1/other",
                    Exchange.HTTP_PATH,
                    "/other",
                    Exchange.HTTP_QUERY,
                    "q=1");
            Exchange result = Call.on(context, call.uri(provider.url(), carrier.option()), in -> {
                call.input().accept(in);
                headers.forEach(in::setHeader);
            });

            assertThat(result.getException()).isNull();
            assertThat(provider.requests()).singleElement().satisfies(request -> {
                assertThat(request.headers()).doesNotContainKeys("X-Route", "Cookie");
                assertThat(request.headers().keySet())
                        .noneMatch(name -> name.startsWith("Camel") || name.startsWith("Sms"));
                assertThat(String.valueOf(request.header("Authorization"))).doesNotContain("Bearer");
                assertThat(request.method()).isNotEqualTo("DELETE");
                assertThat(request.target()).doesNotContain("other", "q=1");
            });
            assertThat(ours(result.getMessage())).containsExactlyInAnyOrderEntriesOf(headers);
        }
    }

    /** The headers that are not the component's. */
    private static Map<String, Object> ours(Message message) {
        Map<String, Object> rest = new HashMap<>(message.getHeaders());
        rest.keySet().removeIf(name -> name.startsWith("CamelSms"));
        return rest;
    }
}

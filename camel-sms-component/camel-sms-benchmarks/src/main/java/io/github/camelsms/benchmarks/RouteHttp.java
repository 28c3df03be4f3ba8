package io.github.camelsms.benchmarks;

import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonLibrary;

/** The route that a user writes without the component: marshal, set the headers, call, unmarshal. */
final class RouteHttp implements WaitingVariant {

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    private RouteHttp(RouteBuilder route) {
        try {
            context.addRoutes(route);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        context.start();
        template = context.createProducerTemplate();
    }

    /** With the defaults of camel-http: 20 connections. */
    static RouteHttp withDefaults(URI base, int inFlight) {
        return new RouteHttp(usual(base + TwoFaLinkJson.PATH));
    }

    /** With a connection for each message in flight. */
    static RouteHttp tuned(URI base, int inFlight) {
        return new RouteHttp(usual(base + TwoFaLinkJson.PATH + "?" + pool(inFlight)));
    }

    /** With everything that makes it cheaper and that no example shows. */
    static RouteHttp expert(URI base, int inFlight) {
        String uri = base + TwoFaLinkJson.PATH + "?httpMethod=POST&copyHeaders=false&skipResponseHeaders=true"
                + "&disableStreamCache=true&" + pool(inFlight);
        return new RouteHttp(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send")
                        .streamCache(false)
                        .marshal()
                        .json(JsonLibrary.Jackson)
                        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                        .setHeader("Authorization", constant(Credentials.BASIC))
                        .to(uri)
                        .unmarshal()
                        .json(JsonLibrary.Jackson, TwoFaLinkJson.Reply.class);
            }
        });
    }

    private static String pool(int inFlight) {
        return "connectionsPerRoute=" + inFlight + "&maxTotalConnections=" + inFlight;
    }

    private static RouteBuilder usual(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send")
                        .marshal()
                        .json(JsonLibrary.Jackson)
                        .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                        .setHeader("Authorization", constant(Credentials.BASIC))
                        .to(uri)
                        .unmarshal()
                        .json(JsonLibrary.Jackson, TwoFaLinkJson.Reply.class);
            }
        };
    }

    @Override
    public String send(Sms sms) {
        return template.requestBody("direct:send", TwoFaLinkJson.Request.of(sms), TwoFaLinkJson.Reply.class)
                .acceptedId();
    }

    @Override
    public void close() {
        context.stop();
    }
}

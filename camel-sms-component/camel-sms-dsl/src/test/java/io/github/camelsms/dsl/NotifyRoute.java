package io.github.camelsms.dsl;

import static io.github.camelsms.dsl.StaticEndpointBuilders.sms;

import org.apache.camel.builder.RouteBuilder;

public class NotifyRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:notify")
                .to(sms("send")
                        .provider("2fa-link")
                        .apiKey("RAW({{sms.apiKey}})")
                        .secretKey("RAW({{sms.secretKey}})")
                        .from("ExampleCo")
                        .maxSegments(2));
    }
}

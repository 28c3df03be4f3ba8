package io.github.camelsms.examples.karaf;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.SmsRetryableException;
import org.apache.camel.builder.RouteBuilder;

/** A file in {@code outbox} becomes an SMS, a receipt one in {@code receipts}. */
final class OutboxRoutes extends RouteBuilder {

    @Override
    public void configure() {
        restConfiguration().component("netty-http").host("{{http.host}}").port("{{http.port}}");

        onException(SmsRetryableException.class).maximumRedeliveries(3);

        from("file:{{folder}}/outbox?move=../sent&moveFailed=../failed&charset=UTF-8")
                .routeId("send")
                .convertBodyTo(String.class)
                .setHeader(SmsConstants.TO, simple("+${file:onlyname.noext}"))
                .to("sms:send")
                .log("SMS ${header.CamelSmsMessageId} is accepted");

        from("sms:dlr")
                .routeId("receipts")
                .log("SMS ${header.CamelSmsMessageId} is ${header.CamelSmsStatus}")
                .to(
                        "file:{{folder}}/receipts?tempPrefix=.&fileName=${header.CamelSmsMessageId}-${header.CamelSmsStatus}.json");
    }
}

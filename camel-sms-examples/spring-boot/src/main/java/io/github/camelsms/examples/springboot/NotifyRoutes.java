package io.github.camelsms.examples.springboot;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** REST in, SMS out, receipts to the log. */
@Component
class NotifyRoutes extends RouteBuilder {

    @Override
    public void configure() {
        onException(JsonProcessingException.class)
                .handled(true)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(400))
                .setBody(constant("not a notification\n"));
        // Not sent, and a repeat is pointless: the caller has to mend it.
        onException(SmsRefusedException.class)
                .handled(true)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(422))
                .setBody(simple("${exception.message}\n"));
        // Not sent, and a repeat is safe.
        onException(SmsRetryableException.class)
                .maximumRedeliveries(2)
                .handled(true)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(503))
                .setBody(simple("${exception.message}\n"));
        // May have been sent: somebody has to look, and the caller must not repeat it.
        onException(SmsOutcomeUnknownException.class)
                .handled(true)
                .log("${exception.message}")
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
                .setBody(simple("${exception.message}\n"));

        from("platform-http:/notify?httpMethodRestrict=POST&consumes=application/json")
                .unmarshal()
                .json(Notification.class)
                .removeHeaders("*")
                .setHeader("CamelSmsTo", simple("${body.to}"))
                .setBody(simple("${body.text}"))
                .to("sms:send?account=main")
                .convertBodyTo(String.class)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"));

        from("sms:dlr?account=main").log("${header.CamelSmsMessageId} is ${header.CamelSmsStatus}");
    }
}

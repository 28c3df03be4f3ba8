package io.github.camelsms.benchmarks;

import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import java.net.URI;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The component as installed: a route with {@code sms:send} and no option that makes it faster. */
final class SmsSend implements Variant {

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final Function<Sms, SmsMessage> message;

    private SmsSend(String uri, Function<Sms, SmsMessage> message) {
        this.message = message;
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:sms").to(uri);
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        context.start();
        template = context.createProducerTemplate();
    }

    /** The JSON of the hand-written variants. */
    static SmsSend twoFaLink(URI base, int inFlight) {
        return new SmsSend(
                uri("2fa-link", base, Credentials.API_KEY) + "&secretKey=" + Credentials.API_SECRET,
                sms -> SmsMessage.to("+" + sms.to())
                        .from(sms.from())
                        .text(sms.text())
                        .build());
    }

    /** The form and the signature of TeleSign's own SDK. */
    static SmsSend telesign(URI base, int inFlight) {
        return new SmsSend(
                uri("telesign", base, Credentials.CUSTOMER_KEY) + "&customerId=" + Credentials.CUSTOMER_ID
                        + "&authMethod=digest",
                sms -> SmsMessage.to("+" + sms.to())
                        .verifyCode(sms.code())
                        .text(Sms.TEMPLATE)
                        .build());
    }

    private static String uri(String provider, URI base, String apiKey) {
        return "sms:send?provider=" + provider + "&baseUrl=" + base + "&apiKey=RAW(" + apiKey + ")";
    }

    @Override
    public String send(Sms sms) {
        SmsSubmission submission = template.requestBody("direct:sms", message.apply(sms), SmsSubmission.class);
        return String.valueOf(submission.messageId());
    }

    @Override
    public void close() {
        context.stop();
    }
}

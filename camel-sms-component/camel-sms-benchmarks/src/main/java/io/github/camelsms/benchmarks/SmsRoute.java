package io.github.camelsms.benchmarks;

import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;

/** A Camel context with the route {@code direct:sms -> sms:send}: the component as installed. */
final class SmsRoute implements AutoCloseable {

    static final String FROM = "direct:sms";
    /** The default of {@code maxInFlight}. */
    static final int DEFAULT_IN_FLIGHT = 200;

    private final CamelContext context = new DefaultCamelContext();
    private final Function<Sms, SmsMessage> message;

    private SmsRoute(String uri, String options, Function<Sms, SmsMessage> message) {
        this(uri, options, message, none -> {});
    }

    /** @param beans fills the registry */
    private SmsRoute(String uri, String options, Function<Sms, SmsMessage> message, Consumer<Registry> beans) {
        this.message = message;
        beans.accept(context.getRegistry());
        try {
            String to = uri + known(options);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(FROM).to(to);
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        context.start();
    }

    /** The JSON of the hand-written variants. @param options more options of the endpoint, each with {@code &} before it */
    static SmsRoute twoFaLink(URI base, int inFlight, String options) {
        return new SmsRoute(
                uri("2fa-link", base, Credentials.API_KEY, inFlight) + "&secretKey=" + Credentials.API_SECRET,
                options,
                SmsRoute::plain);
    }

    /** The form and the signature of TeleSign's own SDK. */
    static SmsRoute telesign(URI base, int inFlight, String options) {
        return new SmsRoute(
                uri("telesign", base, Credentials.CUSTOMER_KEY, inFlight) + "&customerId=" + Credentials.CUSTOMER_ID
                        + "&authMethod=digest",
                options,
                sms -> SmsMessage.to("+" + sms.to())
                        .verifyCode(sms.code())
                        .text(Sms.TEMPLATE)
                        .build());
    }

    /** An account of its own, told from others by its key. */
    static SmsRoute limited(URI base, String key, String options) {
        return new SmsRoute(
                uri("2fa-link", base, key + Credentials.API_KEY, 1) + "&secretKey=" + Credentials.API_SECRET,
                options,
                SmsRoute::plain);
    }

    /** The same with metrics as Prometheus reads them. */
    static SmsRoute measured(URI base, String key) {
        return new SmsRoute(
                uri("2fa-link", base, key + Credentials.API_KEY, 1) + "&secretKey=" + Credentials.API_SECRET,
                "",
                SmsRoute::plain,
                registry -> registry.bind(
                        "meters", MeterRegistry.class, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }

    /** Each message with an idempotency key of its own. */
    static SmsRoute keyed(URI base, Keeper keeper) {
        String process = Long.toHexString(new Random().nextLong());
        AtomicLong next = new AtomicLong();
        return new SmsRoute(
                uri("2fa-link", base, Credentials.API_KEY, 1) + "&secretKey=" + Credentials.API_SECRET,
                "",
                sms -> plain(sms).toBuilder()
                        .idempotencyKey(process + '-' + next.incrementAndGet())
                        .build(),
                registry -> keeper.bind(registry::bind));
    }

    static String uri(String provider, URI base, String apiKey, int inFlight) {
        return "sms:send?provider=" + provider + "&baseUrl=" + base + "&apiKey=RAW(" + apiKey + ")"
                + (inFlight > DEFAULT_IN_FLIGHT ? "&maxInFlight=" + inFlight : "");
    }

    /** Leaves out what an earlier build of the component does not have. */
    private String known(String options) throws Exception {
        Set<String> names =
                context.getCamelContextExtension().getEndpointUriFactory("sms").propertyNames();
        StringBuilder known = new StringBuilder();
        for (String option : options.split("&")) {
            if (names.contains(option.split("=")[0])) {
                known.append('&').append(option);
            } else if (!option.isEmpty()) {
                System.err.println("  this build of the component has no option " + option);
            }
        }
        return known.toString();
    }

    CamelContext context() {
        return context;
    }

    SmsMessage message(Sms sms) {
        return message.apply(sms);
    }

    private static SmsMessage plain(Sms sms) {
        return SmsMessage.to("+" + sms.to()).from(sms.from()).text(sms.text()).build();
    }

    static String messageId(SmsSubmission submission) {
        return String.valueOf(submission.messageId());
    }

    @Override
    public void close() {
        context.stop();
    }
}

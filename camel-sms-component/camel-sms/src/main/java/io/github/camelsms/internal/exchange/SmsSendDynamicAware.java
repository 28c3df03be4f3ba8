package io.github.camelsms.internal.exchange;

import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.SendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Has {@code toD} send to one endpoint what differs only in options of one message, such as {@code toD("sms:send?to=${header.number}")}.
 * These options become headers for the time of the step.
 */
@SendDynamic("sms")
public final class SmsSendDynamicAware extends ServiceSupport implements SendDynamicAware {

    private @Nullable CamelContext camelContext;
    private @Nullable String scheme;

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    /** @return null when the URI has no such option, or one whose meaning only the endpoint knows */
    @Override
    public @Nullable DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        return DynamicUri.of(Objects.requireNonNull(camelContext), uri, originalUri);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        return ((DynamicUri) entry).rest();
    }

    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return ((DynamicUri) entry).options()::write;
    }

    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return ((DynamicUri) entry).options()::takeBack;
    }

    @Override
    public @Nullable String getScheme() {
        return scheme;
    }

    @Override
    public void setScheme(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}

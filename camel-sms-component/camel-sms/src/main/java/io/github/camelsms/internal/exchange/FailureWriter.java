package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.SmsException;
import java.time.Duration;
import org.apache.camel.Exchange;

/** Fails an Exchange, and takes the marks of an earlier failure away. */
public final class FailureWriter {

    /** A provider that asks for more is not believed: the route's own delay says when to give up. */
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    /** Camel counts in milliseconds: less would be no delay. */
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(1);

    /** Set beside the redelivery delay, so that what follows takes away only what was put there here. */
    private static final String DELAY_SET = "CamelSmsRedeliveryDelaySet";

    private FailureWriter() {}

    /** Fails the Exchange. A redelivery waits as long as the provider asks; where it asks for no wait, the route's own delay stays in force. */
    public static void write(Exchange exchange, SmsException failure) {
        exchange.setException(failure);
        forget(exchange);
        ResultWriter.set(
                exchange.getMessage(),
                SmsConstants.PROVIDER_STATUS,
                failure.providerStatus().orElse(null));
        failure.retryAfter().filter(wait -> wait.compareTo(SHORTEST_DELAY) >= 0).ifPresent(wait -> {
            Duration delay = wait.compareTo(LONGEST_DELAY) < 0 ? wait : LONGEST_DELAY;
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay.toMillis());
            exchange.setProperty(DELAY_SET, true);
        });
    }

    /** Takes away what an earlier failure left. */
    public static void forget(Exchange exchange) {
        exchange.getMessage().removeHeader(SmsConstants.PROVIDER_STATUS);
        if (exchange.removeProperty(DELAY_SET) != null) {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        }
    }
}

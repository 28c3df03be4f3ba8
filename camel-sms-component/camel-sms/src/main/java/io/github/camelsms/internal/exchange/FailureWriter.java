package io.github.camelsms.internal.exchange;

import io.github.camelsms.model.SmsException;
import java.time.Duration;
import org.apache.camel.Exchange;

/** Fails an Exchange, and takes the marks of an earlier failure away. */
public final class FailureWriter {

    /** A provider that asks for more is not believed: the route's own delay says when to give up. */
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    /** Set beside the redelivery delay, so that what follows takes away only what was put there here. */
    private static final String DELAY_SET = "CamelSmsRedeliveryDelaySet";

    private FailureWriter() {}

    /** Fails the Exchange; a redelivery waits as long as the provider asked. */
    public static void write(Exchange exchange, SmsException failure) {
        exchange.setException(failure);
        forget(exchange);
        failure.retryAfter().ifPresent(wait -> {
            exchange.getMessage()
                    .setHeader(Exchange.REDELIVERY_DELAY, Math.min(wait.toMillis(), LONGEST_DELAY.toMillis()));
            exchange.setProperty(DELAY_SET, true);
        });
    }

    /** Takes away what an earlier failure left. */
    public static void forget(Exchange exchange) {
        if (exchange.removeProperty(DELAY_SET) != null) {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        }
    }
}

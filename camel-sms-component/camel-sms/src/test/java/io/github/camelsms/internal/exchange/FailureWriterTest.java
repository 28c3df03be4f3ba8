package io.github.camelsms.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRetryableException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureWriterTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private Object delayFor(Duration wait) {
        SmsFault fault = SmsFault.of(ErrorClass.RATE_LIMIT, "p", "slow down").withRetryAfter(wait);
        FailureWriter.write(exchange, new SmsRetryableException(fault));
        return exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY);
    }

    @ParameterizedTest
    @CsvSource({"PT7S, 7000", "PT0.001S, 1", "PT1H, 3600000", "PT25H, 3600000", "PT2562047788015H, 3600000"})
    void aRedeliveryWaitsAsLongAsTheProviderAsks(Duration wait, long delay) {
        assertThat(delayFor(wait)).isEqualTo(delay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.000999S", "PT-5S"})
    void theRoutesOwnDelayStaysWhereTheProviderAsksForNone(Duration wait) {
        assertThat(delayFor(wait)).isNull();
        assertThat(exchange.getException()).isInstanceOf(SmsRetryableException.class);
    }

    @Test
    void aStatusBesideTheCodeIsAHeaderUntilTheNextCall() {
        SmsFault fault =
                SmsFault.of(ErrorClass.RATE_LIMIT, "telesign", "slow down").withProviderStatus("500");

        FailureWriter.write(exchange, new SmsRetryableException(fault));
        assertThat(exchange.getMessage().getHeader(SmsConstants.PROVIDER_STATUS))
                .isEqualTo("500");

        FailureWriter.forget(exchange);
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }
}

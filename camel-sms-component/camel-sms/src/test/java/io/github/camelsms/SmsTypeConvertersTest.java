package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRecord;
import io.github.camelsms.model.SmsSubmission;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.TypeConverter;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records as JSON and as maps: names as the contract has them, numbers with +, times as text, absent parts left out. */
class SmsTypeConvertersTest {

    private static final Instant AT = Instant.parse("2026-09-15T10:30:00Z");
    private static final CamelContext CONTEXT = new DefaultCamelContext();

    @BeforeAll
    static void start() {
        CONTEXT.start();
    }

    @AfterAll
    static void stop() {
        CONTEXT.stop();
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(
                        SmsMessage.to("+447700900123")
                                .from("ACME")
                                .text("Grüße")
                                .validity(Duration.ofHours(2))
                                .sendAt(AT)
                                .build(),
                        "{\"to\":\"+447700900123\",\"from\":\"ACME\",\"text\":\"Grüße\","
                                + "\"sendAt\":\"2026-09-15T10:30:00Z\",\"validity\":\"PT2H\"}"),
                Arguments.of(
                        SmsSubmission.accepted("2fa-link", "65F1")
                                .price(new BigDecimal("0.05"), "EUR")
                                .build()
                                .completed("main", Msisdn.parse("447700900123"), Segments.of("ok"), AT),
                        "{\"provider\":\"2fa-link\",\"account\":\"main\",\"messageId\":\"65F1\",\"status\":\"ACCEPTED\","
                                + "\"to\":\"+447700900123\",\"segments\":1,\"encoding\":\"GSM-7\",\"price\":0.05,"
                                + "\"currency\":\"EUR\",\"at\":\"2026-09-15T10:30:00Z\"}"),
                Arguments.of(
                        DeliveryReceipt.of("2fa-link", "65F1", DeliveryStatus.DELIVERED, ReceiptSource.QUERY)
                                .providerCode("701")
                                .providerText("SMS Delivered")
                                .build(),
                        "{\"provider\":\"2fa-link\",\"messageId\":\"65F1\",\"status\":\"DELIVERED\",\"statusFinal\":true,"
                                + "\"providerCode\":\"701\",\"providerText\":\"SMS Delivered\",\"source\":\"query\"}"),
                Arguments.of(
                        DeliveryReceipt.of("2fa-link", "65F1", DeliveryStatus.SENT, ReceiptSource.QUERY)
                                .detail("app_name", "Parcel Alerts")
                                .detail("sim_swap", Map.of("score", 7))
                                .detail("left_out", null)
                                .build(),
                        "{\"provider\":\"2fa-link\",\"messageId\":\"65F1\",\"status\":\"SENT\",\"statusFinal\":false,"
                                + "\"source\":\"query\",\"details\":{\"app_name\":\"Parcel Alerts\",\"sim_swap\":{\"score\":7}}}"),
                Arguments.of(
                        new FeedbackResult("2fa-link", null, "65F1", true, "600", null),
                        "{\"provider\":\"2fa-link\",\"messageId\":\"65F1\",\"accepted\":true,\"providerCode\":\"600\"}"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void recordsBecomeJson(SmsRecord value, String json) throws IOException {
        TypeConverter converter = CONTEXT.getTypeConverter();

        assertThat(converter.convertTo(String.class, value)).isEqualTo(json);
        assertThat(converter.convertTo(byte[].class, value)).isEqualTo(json.getBytes(StandardCharsets.UTF_8));
        try (InputStream stream = converter.convertTo(InputStream.class, value)) {
            assertThat(stream.readAllBytes()).isEqualTo(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void recordsBecomeMaps(SmsRecord value, String json) {
        Map<?, ?> map = CONTEXT.getTypeConverter().convertTo(Map.class, value);

        assertThat(map).isNotEmpty().doesNotContainValue(null);
        map.keySet().forEach(name -> assertThat(json).contains("\"" + name + "\":"));
    }
}

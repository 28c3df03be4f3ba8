package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.CodeState;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRecord;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Udh;
import io.github.camelsms.model.Verification;
import io.github.camelsms.model.VerificationResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record through JSON and back: Camel's data format, the type converters, and an ObjectMapper of the user's own. */
class JsonRoundTripTest extends CamelTestSupport {

    private static final Instant AT = Instant.parse("2026-09-15T10:30:00.123Z");
    private static final SmsSubmission SUBMISSION = SmsSubmission.accepted("2fa-link", "65F1")
            .price(new BigDecimal("0.05"), "EUR")
            .providerCode("600")
            .providerText("Accepted")
            .build()
            .completed("main", Msisdn.parse("447700900123"), Segments.of("Grüße \uD83D\uDE00"), AT);

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (Object value : values().toList()) {
                    Class<?> type = value.getClass();
                    from("direct:" + type.getSimpleName())
                            .marshal()
                            .json()
                            .convertBodyTo(String.class)
                            .to("mock:json")
                            .unmarshal()
                            .json(type);
                }
            }
        };
    }

    static Stream<Object> values() {
        return Stream.of(
                SmsMessage.to("+447700900123")
                        .from("ACME")
                        .text("Grüße \"\n\uD83D\uDE00")
                        .udh(Udh.parse("050003CC0201"))
                        .verifyCode("0734")
                        .validity(Duration.ofMinutes(90))
                        .sendAt(AT)
                        .expiresAt(AT.plusSeconds(1))
                        .params(Map.of("language", "de-DE"))
                        .build(),
                SUBMISSION,
                DeliveryReceipt.of("2fa-link", "65F1", DeliveryStatus.DELIVERED, ReceiptSource.WEBHOOK)
                        .to(Msisdn.parse("447700900123"))
                        .from(SenderId.parse("+44 7700 900456"))
                        .codeState(CodeState.VALID)
                        .price(new BigDecimal("0.05"), "EUR")
                        .submittedAt(AT)
                        .at(AT)
                        .build(),
                new FeedbackResult("2fa-link", "main", "65F1", true, "600", "ok"),
                new InboundSms(
                        "2chat",
                        "main",
                        "M1",
                        "M0",
                        Msisdn.parse("447700900123"),
                        SenderId.parse("60777"),
                        "STOP",
                        true,
                        false,
                        AT),
                new Verification(
                        "V1",
                        Msisdn.parse("447700900123"),
                        AT,
                        SmsSubmission.accepted("2fa-link", "65F1").build()),
                new VerificationResult("V1", VerificationResult.State.INVALID, 4),
                new BulkResult(
                        BulkResult.Outcome.UNKNOWN,
                        "main",
                        SUBMISSION,
                        Msisdn.parse("447700900123"),
                        ErrorClass.TEMPORARY,
                        "11",
                        "no reply"),
                new SmsQuery("65F1", Msisdn.parse("447700900123"), "0734"),
                new SmsFeedback("65F1"));
    }

    static Stream<Object> valuesWithLeastParts() {
        return Stream.of(
                SmsMessage.builder().build(),
                SmsMessage.to("+447700900123").text("Hi").build(),
                SmsSubmission.accepted("2fa-link", null).build(),
                DeliveryReceipt.of("2fa-link", "65F1", DeliveryStatus.UNKNOWN, ReceiptSource.QUERY)
                        .build(),
                new FeedbackResult("2fa-link", null, "65F1", false, null, null),
                InboundSms.of("2chat", null, null, null, null, "", false, null),
                BulkResult.accepted(SmsSubmission.accepted("2fa-link", null).build()),
                new VerificationResult(null, VerificationResult.State.NOT_FOUND, null),
                new SmsQuery("65F1", null, null));
    }

    private static Stream<Object> all() {
        return Stream.concat(values(), valuesWithLeastParts());
    }

    @ParameterizedTest
    @MethodSource("all")
    void theDataFormatOfCamelReadsWhatItWrote(Object value) throws Exception {
        MockEndpoint json = getMockEndpoint("mock:json");
        json.expectedMessageCount(1);

        Object back = template.requestBody("direct:" + value.getClass().getSimpleName(), value);

        assertThat(back).isEqualTo(value);
        if (value instanceof SmsRecord) {
            String written = json.getExchanges().get(0).getMessage().getBody(String.class);
            String converted = context.getTypeConverter().convertTo(String.class, value);
            ObjectMapper mapper = new ObjectMapper();
            assertThat(mapper.readTree(written)).isEqualTo(mapper.readTree(converted));
        }
    }

    static List<ObjectMapper> mappers() {
        return List.of(
                new ObjectMapper(),
                new ObjectMapper().findAndRegisterModules(),
                JsonMapper.builder()
                        .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void anObjectMapperOfTheUsersReadsWhatItWrote(ObjectMapper mapper) throws Exception {
        for (Object value : all().toList()) {
            String json = mapper.writeValueAsString(value);

            assertThat(mapper.readValue(json, value.getClass())).as(json).isEqualTo(value);
            if (value instanceof SmsRecord) {
                String converted = context.getTypeConverter().convertTo(String.class, value);
                assertThat(mapper.readTree(json)).isEqualTo(mapper.readTree(converted));
                Map<?, ?> map = context.getTypeConverter().convertTo(Map.class, value);
                assertThat(mapper.convertValue(map, value.getClass())).isEqualTo(value);
            }
        }
    }

    @Test
    void readsAMessageAsPeopleWriteIt() throws Exception {
        SmsMessage message = new ObjectMapper()
                .readValue(
                        "{\"to\":\"+44 7700 900\u2011123\",\"text\":\"Hi\",\"sendAt\":\"2026-09-15T12:30:00+02:00\"}",
                        SmsMessage.class);

        assertThat(message.to()).isEqualTo(Msisdn.parse("447700900123"));
        assertThat(message.sendAt()).isEqualTo(Instant.parse("2026-09-15T10:30:00Z"));
        assertThat(message.params()).isEmpty();
    }
}

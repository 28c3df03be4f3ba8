package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects of every kind in every header and as body, for every operation: what fails is one of the three exceptions, its message one short
 * line without anything of what was given.
 */
@Timeout(120)
class RandomInputTest {

    /** In each text that is tried; none may come back. */
    private static final List<String> SECRETS = List.of("lighthouse", "7009004", "073415", "forged");

    private static final int ROUNDS = 500;
    private static final int LONGEST = 300;

    private static final List<String> HEADERS = List.of(
            SmsConstants.TO,
            SmsConstants.FROM,
            SmsConstants.ACCOUNT,
            SmsConstants.MESSAGE_ID,
            SmsConstants.UDH,
            SmsConstants.SEND_AT,
            SmsConstants.VALIDITY,
            SmsConstants.EXPIRES_AT,
            SmsConstants.IDEMPOTENCY_KEY,
            SmsConstants.VERIFY_CODE,
            SmsConstants.VERIFICATION_ID,
            SmsConstants.METHOD,
            SmsConstants.PARAMS,
            Exchange.CHARSET_NAME);

    private static final List<String> KEYS = List.of(
            "to",
            "from",
            "text",
            "udh",
            "verifyCode",
            "sendAt",
            "validity",
            "expiresAt",
            "params",
            "idempotencyKey",
            "list_id",
            "lighthouse 073415",
            "\uFEFFto",
            "");

    private static final List<String> TEXTS = List.of(
            "+447700900471",
            "447700900471.0",
            "447700900471,447700900472",
            "'447700900471",
            "tel:+447700900471;ext=12",
            "\u202A+44\u00A07700\u202F900471\u202C",
            "+65 6123 4567-4568",
            "lighthouse",
            "073415",
            "lighthouse\r\nERROR forged",
            "lighthouse\u0000\u2028\u202Eforged",
            "\ud83d lighthouse",
            "073415 ".repeat(400),
            "",
            " \u00A0\uFEFF",
            "2h",
            "PT1H",
            "P1Y lighthouse",
            "2030-01-01T00:00:00Z",
            "2030-13-01 lighthouse",
            "0500032A0201",
            "get-list",
            "2fa-link",
            "${lighthouse}",
            "{{lighthouse}}",
            "RAW(lighthouse)");

    private final SmsSimulator simulator = SmsSimulator.start();
    private final DefaultCamelContext context = simulator.configure(new DefaultCamelContext());

    /** Whose every method fails. */
    private static final class Hostile extends AbstractMap<String, Object> {
        @Override
        public Set<Entry<String, Object>> entrySet() {
            throw new IllegalStateException("lighthouse");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("lighthouse");
        }
    }

    /** A number that is none. */
    private static final class Figure extends Number {
        private static final long serialVersionUID = 1L;

        @Override
        public int intValue() {
            return 1;
        }

        @Override
        public long longValue() {
            return 447700900471L;
        }

        @Override
        public float floatValue() {
            return 1;
        }

        @Override
        public double doubleValue() {
            return 1;
        }

        @Override
        public String toString() {
            return "lighthouse";
        }
    }

    private record Order(String secret) {}

    private enum Kind {
        LIGHTHOUSE
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() {
            throw new IllegalStateException("lighthouse");
        }
    }

    private static final class Endless extends AbstractSet<Object> {
        @Override
        public Iterator<Object> iterator() {
            throw new UnsupportedOperationException("lighthouse");
        }

        @Override
        public int size() {
            return Integer.MAX_VALUE;
        }
    }

    @BeforeEach
    void start() {
        SmsComponent component = context.getComponent("sms", SmsComponent.class);
        component.setStateStore(new MemoryStateStore());
        component.getAccounts().values().forEach(account -> account.setIdempotencyWindow(Duration.ofHours(1)));
        Unlimited.accounts(context).start();
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Object value(Random random, int depth) {
        String text = pick(random, TEXTS);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Function<String, Object>> plain = List.of(
                given -> given,
                given -> given,
                StringBuilder::new,
                String::toCharArray,
                given -> bytes,
                given -> ByteBuffer.wrap(bytes),
                given -> new ByteArrayInputStream(bytes),
                StringReader::new,
                given -> new File("lighthouse"),
                given -> new Broken(),
                given -> new Hostile(),
                given -> new Figure(),
                given -> new Endless(),
                given -> Kind.LIGHTHOUSE,
                Order::new,
                given -> Optional.of(given),
                given -> CompletableFuture.completedFuture(given),
                given -> new IllegalStateException(given),
                given -> given.getBytes(StandardCharsets.UTF_16),
                given -> new byte[] {(byte) 0xC3, (byte) 0x28},
                given -> 447700900471L,
                given -> 447700900471.0,
                given -> 4.47700900471E11f,
                given -> new BigDecimal("447700900471.00"),
                given -> new BigDecimal("1E+100000000"),
                given -> Double.NaN,
                given -> random.nextInt(),
                given -> random.nextLong(),
                given -> true,
                given -> 'x',
                given -> Instant.MAX,
                given -> Instant.now().plusSeconds(3600),
                given -> Date.from(Instant.ofEpochMilli(Long.MAX_VALUE)),
                given -> LocalDate.MIN,
                given -> Duration.ofSeconds(Long.MIN_VALUE),
                given -> Duration.ofHours(2),
                given -> Msisdn.parse("+447700900471"),
                given -> SmsMessage.to("+447700900471").text(given).build(),
                given -> SmsMessage.builder()
                        .text(given)
                        .idempotencyKey("k" + given)
                        .build(),
                given -> JsonNodeFactory.instance.textNode(given),
                given -> JsonNodeFactory.instance.numberNode(447700900471.0),
                given -> JsonNodeFactory.instance.arrayNode().add(given),
                given -> JsonNodeFactory.instance.nullNode(),
                given -> new ObjectMapper().createObjectNode().put("to", given));
        int kind = random.nextInt(plain.size() + (depth > 2 ? 0 : 8));
        if (kind < plain.size()) {
            return plain.get(kind).apply(text);
        }
        List<Object> several = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            several.add(random.nextInt(10) == 0 ? null : value(random, depth + 1));
        }
        return switch (kind - plain.size()) {
            case 0, 1 -> several;
            case 2 -> several.toArray();
            case 3 -> several.iterator();
            case 4 -> several.stream();
            default -> {
                Map<String, Object> map = new HashMap<>();
                for (Object one : several) {
                    map.put(pick(random, KEYS), one);
                }
                yield map;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send?account=2fa-link",
                "send?account=2chat&from=%2B14155550100",
                "send?account=transmitsms",
                "send?account=telesign,2fa-link",
                "query?account=2fa-link",
                "query?account=transmitsms",
                "query?account=telesign",
                "feedback?account=2fa-link",
                "call?account=transmitsms",
                "call?account=2chat&strict=false",
                "verify?account=2fa-link",
                "verify?account=telesign",
                "check?account=2fa-link",
                "check?account=telesign"
            })
    void whateverComesInNothingComesBack(String operation) {
        Random random = new Random(operation.hashCode());
        ProducerTemplate template = context.createProducerTemplate();
        try (LogLines log = new LogLines()) {
            for (int round = 0; round < ROUNDS; round++) {
                Map<String, Object> headers = new HashMap<>();
                if (random.nextInt(3) > 0) {
                    headers.put(SmsConstants.TO, "+447700900471");
                }
                for (int i = random.nextInt(3); i >= 0; i--) {
                    String name = pick(random, HEADERS);
                    if (!name.equals(SmsConstants.ACCOUNT) || random.nextInt(4) == 0) {
                        headers.put(name, value(random, 0));
                    }
                }
                Object body = random.nextInt(4) == 0 ? "Hi {code} $$CODE$$" : value(random, 0);
                String given = "seed " + operation.hashCode() + ", round " + round + ": " + names(body, headers);
                Exchange done = template.send("sms:" + operation, exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeaders(headers);
                });
                if (!repeatsTheId(done.getException())) {
                    check(given, done.getException());
                }
                checkResults(given, done.getMessage().getBody());
            }
            assertThat(log.lines()).allSatisfy(line -> assertClean(line, line));
        }
    }

    /** What a provider says of an id that it does not know may name it; an id is no content. */
    private static boolean repeatsTheId(Exception failure) {
        return failure instanceof SmsException known
                && known.httpStatus().isPresent()
                && known.getMessage().contains("ReferenceID");
    }

    private static String names(Object body, Map<String, Object> headers) {
        return body.getClass().getName() + Arrays.toString(headers.keySet().toArray());
    }

    private static void check(String given, Exception failure) {
        if (failure == null) {
            return;
        }
        assertThat(failure).as(given).isInstanceOf(SmsException.class);
        assertClean(given, failure.getMessage());
        assertClean(given, failure.toString().replaceFirst("^[a-zA-Z.]+: ", ""));
    }

    private static void checkResults(String given, Object body) {
        List<?> results = body instanceof List<?> list ? list : List.of();
        if (body instanceof Iterator<?> iterator && body.getClass().getName().startsWith("io.github.camelsms")) {
            results = Stream.generate(() -> iterator.hasNext() ? iterator.next() : null)
                    .takeWhile(one -> one != null)
                    .limit(100)
                    .toList();
        }
        for (Object result : results) {
            if (result instanceof BulkResult bulk && bulk.detail() != null) {
                assertClean(given, bulk.detail());
            }
        }
    }

    private static void assertClean(String given, String line) {
        assertThat(line).as(given).hasSizeLessThanOrEqualTo(LONGEST);
        assertThat(line).as(given).doesNotContainIgnoringCase(SECRETS.toArray(String[]::new));
        assertThat(line.chars())
                .as(given)
                .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || Character.getType(c) == Character.FORMAT);
    }

    /** The exceptions are the ones that a route may catch. */
    @ParameterizedTest
    @ValueSource(strings = {"send", "verify", "check", "query", "feedback"})
    void anAccountThatIsNotKnownIsRefused(String operation) {
        Exchange done = context.createProducerTemplate().send("sms:" + operation, exchange -> {
            exchange.getMessage().setBody("Hi {code}");
            exchange.getMessage().setHeader(SmsConstants.TO, "+447700900471");
            exchange.getMessage().setHeader(SmsConstants.ACCOUNT, "lighthouse\r\nforged");
        });
        check(operation, done.getException());
        assertThat(done.getException())
                .isInstanceOf(SmsRefusedException.class)
                .isNotInstanceOf(SmsRetryableException.class);
    }
}

package io.github.camelsms.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.Verification;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.model.VerificationResult.State;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code sms:verify} and {@code sms:check} with a provider that is a lambda and a store in memory. */
class CodeProducersTest {

    private static final String TO = "+447700900123";
    private static final Pattern CODE = Pattern.compile("\"text\":\"([0-9]{6}) for Acme\"");
    private static final String ACCEPTED = "{\"success\":true,\"message_id\":\"SMO1\"}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final SteppedStore store = new SteppedStore();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SmsAccount account = new SmsAccount();
    private HttpServer server;
    private int status = 202;
    private Function<String, String> reply = request -> ACCEPTED;

    /** Memory that names its steps. */
    private static final class SteppedStore implements StateStore {

        private final MemoryStateStore memory = new MemoryStateStore();
        private final List<String> steps = new CopyOnWriteArrayList<>();

        private void step(String name, String key) {
            steps.add(name + ' ' + key.substring(0, key.indexOf(':')));
        }

        @Override
        public Optional<StateEntry> find(String key) {
            step("find", key);
            return memory.find(key);
        }

        @Override
        public OptionalLong create(String key, StateValue value) {
            step("create", key);
            return memory.create(key, value);
        }

        @Override
        public OptionalLong replace(String key, long version, StateValue value) {
            step("replace", key);
            return memory.replace(key, version, value);
        }

        @Override
        public boolean remove(String key, long version) {
            step("remove", key);
            return memory.remove(key, version);
        }

        @Override
        public List<StateEntry> due(String kind, int limit) {
            return memory.due(kind, limit);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            String request = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(request);
            byte[] answer = reply.apply(request).getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(status, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        server.start();
        account.setProvider("2chat");
        account.setApiKey("key");
        account.setFrom("+14155550100");
        account.setBaseUrl("http://127.0.0.1:" + server.getAddress().getPort());
        SmsComponent component = context.getComponent("sms", SmsComponent.class);
        component.setStateStore(store);
        component.getAccounts().put("main", account);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.stop(0);
    }

    private Exchange call(String operation, Object body, Map<String, Object> headers) {
        return context.createFluentProducerTemplate()
                .to("sms:" + operation + "?account=main")
                .withBody(body)
                .withHeaders(headers)
                .request(Exchange.class);
    }

    private Exchange verify() {
        return call("verify", "{code} for Acme", Map.of(SmsConstants.TO, TO));
    }

    private String sentCode() {
        Matcher code = CODE.matcher(requests.get(requests.size() - 1));
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private State check(Map<String, Object> which, String code) {
        Exchange checked = call("check", code, which);
        assertThat(checked.getException()).isNull();
        return checked.getMessage().getBody(VerificationResult.class).state();
    }

    @Test
    void theProviderGetsTheTextAndTheExchangeGetsTheId() {
        Exchange sent = verify();

        String code = sentCode();
        Verification verification = sent.getMessage().getBody(Verification.class);
        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request).doesNotContain("verifyCode", "verify_code"));
        assertThat(verification.id()).isEqualTo(sent.getMessage().getHeader(SmsConstants.VERIFICATION_ID));
        assertThat(verification.submission().messageId()).isEqualTo("SMO1");
        assertThat(everything(sent)).doesNotContain(code);
        assertThat(check(Map.of(SmsConstants.TO, TO), code)).isEqualTo(State.VALID);
    }

    /** Whatever a route can still see of the message. */
    private static String everything(Exchange exchange) {
        StringWriter all = new StringWriter();
        all.append(String.valueOf(exchange.getMessage().getBody()));
        all.append(exchange.getMessage().getHeaders().toString());
        all.append(exchange.getAllProperties().toString());
        all.append(exchange.getVariables().toString());
        exchange.getAllProperties().values().forEach(value -> {
            if (value instanceof HttpResponse response) {
                all.append(response.text());
            }
        });
        if (exchange.getException() != null) {
            exchange.getException().printStackTrace(new PrintWriter(all, true));
        }
        return all.toString();
    }

    @Test
    void aReplyThatRepeatsTheCodeLeavesNoTrace() {
        reply = request -> ACCEPTED.replace("SMO1", "SMO1\",\"text\":\"" + code(request));
        Exchange accepted = verify();
        assertThat(accepted.getException()).isNull();
        assertThat(everything(accepted)).doesNotContain(sentCode());

        status = 400;
        reply = request -> "{\"error\":true,\"error_message\":\"the word " + code(request) + " is not allowed\"}";
        Exchange refused = call("verify", "{code} for Acme", Map.of(SmsConstants.TO, "+447700900124"));

        assertThat(refused.getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("is not allowed");
        assertThat(everything(refused)).doesNotContain(sentCode());
    }

    private static String code(String request) {
        Matcher code = CODE.matcher(request);
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    @Test
    void aRefusedSendIsGivenBackAndOneOfUnknownOutcomeCounts() {
        status = 400;
        reply = request -> "{\"error\":true}";
        for (int i = 0; i < 7; i++) {
            assertThat(verify().getException()).isInstanceOf(SmsRefusedException.class);
        }
        assertThat(requests).hasSize(7);

        status = 500;
        assertThat(verify().getException()).isInstanceOf(SmsOutcomeUnknownException.class);
        assertThat(((SmsException) verify().getException()).errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
        assertThat(requests).hasSize(8);
        assertThat(check(Map.of(SmsConstants.TO, TO), sentCode())).isEqualTo(State.VALID);
    }

    /** An unknown number, a code that was used, and one that has expired: the same steps. */
    @Test
    void whatIsNotAcceptedTakesTheSamePath() {
        verify();
        String code = sentCode();
        check(Map.of(SmsConstants.TO, TO), code);
        String expired = "+447700900199";
        context.createFluentProducerTemplate()
                .to("sms:verify?account=main&codeTtl=1ms")
                .withHeader(SmsConstants.TO, expired)
                .request(Exchange.class);
        assertThat(requests).hasSize(2);
        List<List<String>> steps = new ArrayList<>();

        for (String number : List.of("+447700900555", TO, expired)) {
            store.steps.clear();
            assertThat(check(Map.of(SmsConstants.TO, number), code)).isIn(State.NOT_FOUND, State.EXPIRED);
            steps.add(List.copyOf(store.steps));
        }

        assertThat(steps).containsOnly(List.of("find codeto", "find code"));
    }
}

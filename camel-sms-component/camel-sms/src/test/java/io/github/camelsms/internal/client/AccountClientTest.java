package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The only walk: whatever fails on it reaches the completion, once, as one of the three exceptions. */
class AccountClientTest {

    private final List<AccountClient.Result<String>> ended = new ArrayList<>();
    private int requests;

    private final HttpTransport answering = (call, completion) -> {
        requests++;
        completion.done(HttpOutcome.of(HttpResponse.of(200, "reply")), true);
        return true;
    };

    private static Operation<String, String> operation(
            Function<String, HttpRequest> encode, Function<HttpResponse, String> decode) {
        return new Operation<>() {
            @Override
            public HttpRequest encode(String input) {
                return encode.apply(input);
            }

            @Override
            public String decode(String input, HttpResponse response) {
                return decode.apply(response);
            }
        };
    }

    private AccountClient<String, String> client(Operation<String, String> operation, HttpTransport transport) {
        Account account = new Account(
                "main",
                null,
                new InFlightPlaces(1, (nanos, task) -> {}, System::nanoTime),
                new AccountCircuitBreaker("main", System::nanoTime),
                null,
                null,
                new AccountState("main", "2chat"));
        return AccountClientFixture.client(operation, account, transport);
    }

    private static HttpRequest request(String input) {
        return HttpRequest.get("/" + input, null, Map.of());
    }

    @Test
    void aReplyIsDecodedAndKept() {
        boolean sync = client(operation(AccountClientTest::request, HttpResponse::text), answering)
                .execute(null, "in", (result, now) -> ended.add(result));

        assertThat(sync).isTrue();
        assertThat(ended).singleElement().satisfies(result -> {
            assertThat(result.output()).isEqualTo("reply");
            assertThat(result.response()).isNotNull();
            assertThat(result.failure()).isNull();
        });
    }

    @Test
    void whatCannotBeEncodedIsRefusedAndNotSent() {
        client(
                        operation(
                                input -> {
                                    throw new IllegalStateException("secret " + input);
                                },
                                HttpResponse::text),
                        answering)
                .execute(null, "in", (result, now) -> ended.add(result));

        assertThat(requests).isZero();
        assertThat(ended)
                .singleElement()
                .satisfies(result -> assertThat(result.failure())
                        .isInstanceOf(SmsRefusedException.class)
                        .hasMessageNotContaining("secret"));
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("secret"),
                new NoClassDefFoundError("secret"),
                new StackOverflowError(),
                new OutOfMemoryError("secret"),
                new AssertionError("secret"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aReplyThatCannotBeDecodedLeavesTheOutcomeUnknown(Throwable failure) {
        client(
                        operation(AccountClientTest::request, response -> {
                            if (failure instanceof Error error) {
                                throw error;
                            }
                            throw (RuntimeException) failure;
                        }),
                        answering)
                .execute(null, "in", (result, now) -> ended.add(result));

        assertThat(ended).singleElement().satisfies(result -> {
            assertThat(result.failure())
                    .isInstanceOf(SmsOutcomeUnknownException.class)
                    .hasMessageNotContaining("secret");
            assertThat(result.response()).isNotNull();
        });
    }

    @Test
    void theCircuitOpensAfterThreeFailuresInARowAndASuccessClosesIt() {
        SmsException broken = new SmsRetryableException(SmsFault.of(ErrorClass.TEMPORARY, "2chat", "no connection"));
        List<HttpOutcome> outcomes = new ArrayList<>();
        AccountClient<String, String> client =
                client(operation(AccountClientTest::request, HttpResponse::text), (call, completion) -> {
                    completion.done(outcomes.remove(0), true);
                    return true;
                });
        for (int i = 0; i < AccountCircuitBreaker.FAILURES; i++) {
            assertThat(client.isCircuitOpen()).isFalse();
            outcomes.add(HttpOutcome.of(broken));
            client.execute(null, "in", (result, now) -> {});
        }

        assertThat(client.isCircuitOpen()).isTrue();
    }

    @Test
    void anErrorOfTheEncodingIsRefusedAndNotSent() {
        client(
                        operation(
                                input -> {
                                    throw new NoClassDefFoundError("secret " + input);
                                },
                                HttpResponse::text),
                        answering)
                .execute(null, "in", (result, now) -> ended.add(result));

        assertThat(requests).isZero();
        assertThat(ended)
                .singleElement()
                .satisfies(result -> assertThat(result.failure()).isInstanceOf(SmsRefusedException.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aTransportThatThrowsEndsTheCallOnce(Throwable failure) {
        boolean sync = client(operation(AccountClientTest::request, HttpResponse::text), (call, completion) -> {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                })
                .execute(null, "in", (result, now) -> ended.add(result));

        assertThat(sync).isTrue();
        assertThat(ended)
                .singleElement()
                .satisfies(result -> assertThat(result.failure())
                        .isInstanceOf(SmsOutcomeUnknownException.class)
                        .hasMessageNotContaining("secret"));
    }
}

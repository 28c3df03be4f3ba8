package io.github.camelsms.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountClientFixture;
import io.github.camelsms.internal.options.Accounts;
import io.github.camelsms.internal.options.DeclaredOptions;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.state.AwaitedReceipts;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.BulkOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each message has one result, in the place of the message, however the calls end. */
@Timeout(60)
class BulkExecutionTest {

    private static final int A_CALL = 2;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);
    private final Exchange exchange = new DefaultExchange(context);
    private final AtomicBoolean stopped = new AtomicBoolean();

    @AfterEach
    void stop() {
        threads.close();
        context.stop();
    }

    /** Two messages a call; the reply repeats the path, which names the recipients. */
    private static final class Pairs implements BulkOperation {

        @Override
        public int limit() {
            return A_CALL;
        }

        @Override
        public Optional<Object> shared(SmsMessage message) {
            return Optional.of("all");
        }

        @Override
        public HttpRequest encode(List<SmsMessage> messages) {
            String recipients =
                    messages.stream().map(message -> digits(message)).collect(Collectors.joining(","));
            return HttpRequest.get("/" + recipients, null, Map.of());
        }

        @Override
        public List<BulkResult> decode(List<SmsMessage> messages, HttpResponse response) {
            return messages.stream()
                    .map(message -> BulkResult.accepted(SmsSubmission.accepted("2chat", digits(message))
                            .to(message.to())
                            .build()))
                    .toList();
        }
    }

    private static String digits(SmsMessage message) {
        return message.to().e164().substring(1);
    }

    private static HttpOutcome reply() {
        return HttpOutcome.of(HttpResponse.of(200, "ok"));
    }

    private static SmsException notSent() {
        return HttpErrors.notSent("2chat", "no connection", null);
    }

    private static SmsException broken() {
        return HttpErrors.broken("2chat", "reset", null);
    }

    private static AccountClient<List<SmsMessage>, List<BulkResult>> account(String name, HttpTransport transport) {
        return AccountClientFixture.client(name, new Pairs(), transport);
    }

    /** Answers at once, by what the call is for. */
    private static HttpTransport at(Function<String, HttpOutcome> outcome) {
        return (call, completion) -> {
            completion.done(outcome.apply(call.request().path()), true);
            return true;
        };
    }

    private static String number(int i) {
        return "+44770090012" + i;
    }

    private static List<Object> messages(int count) {
        return IntStream.range(0, count)
                .<Object>mapToObj(i ->
                        SmsMessage.to(number(i)).text("The depot opens at 9.").build())
                .toList();
    }

    private BulkExecution execution(List<?> elements, AccountClient<List<SmsMessage>, List<BulkResult>> account) {
        return execution(elements, List.of(account));
    }

    private BulkExecution execution(
            List<?> elements, List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts) {
        SentMessages sent = new SentMessages(
                new Correlations(null, Duration.ofDays(1), threads), new AwaitedReceipts(null, Duration.ofDays(1)));
        SmsConfiguration options = new SmsConfiguration();
        EndpointAccounts own = new EndpointAccounts(
                new Accounts(context, Map::of), options, options, new DeclaredOptions(new ProviderFinder(context)));
        return new BulkExecution(
                accounts,
                exchange,
                sent,
                new TrackedCalls(new IdempotentSends(null, threads), sent),
                new OptOutCheck(new OptOuts(null), own),
                elements,
                element -> {
                    if (element instanceof SmsMessage message) {
                        return message;
                    }
                    throw new ClassCastException("not a message");
                },
                stopped::get);
    }

    private static List<BulkResult> results(CompletableFuture<BulkExecution> execution) {
        assertThat(execution).isCompleted();
        return execution.join().results();
    }

    @Test
    void resultsStandInTheOrderOfTheMessagesWhateverEndsFirst() {
        List<Runnable> out = new ArrayList<>();
        CompletableFuture<BulkExecution> execution = execution(messages(6), account("a", (call, completion) -> {
                    out.add(() -> completion.done(reply(), false));
                    return false;
                }))
                .start();
        assertThat(out).hasSize(3);
        Collections.reverse(out);
        out.get(0).run();
        out.get(1).run();
        assertThat(execution).isNotCompleted();
        out.get(2).run();

        assertThat(results(execution))
                .extracting(result -> result.submission().messageId())
                .containsExactlyElementsOf(IntStream.range(0, 6)
                        .mapToObj(i -> number(i).substring(1))
                        .toList());
        assertThat(execution.join().replies()).hasSize(3);
    }

    @Test
    void whatIsNoMessageIsRefusedAndTheOthersAreSent() {
        List<Object> elements = new ArrayList<>(messages(3));
        elements.add(1, 42);

        assertThat(results(
                        execution(elements, account("a", at(path -> reply()))).start()))
                .extracting(BulkResult::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED, Outcome.ACCEPTED);
    }

    @Test
    void onlyWhatIsKnownNotToBeSentGoesThroughTheNextAccount() {
        List<String> second = new ArrayList<>();
        List<BulkResult> results = results(execution(
                        messages(6),
                        List.of(
                                account(
                                        "a",
                                        at(path -> path.contains(number(0).substring(1))
                                                ? HttpOutcome.of(notSent())
                                                : path.contains(number(2).substring(1))
                                                        ? HttpOutcome.of(broken())
                                                        : reply())),
                                account("b", at(path -> {
                                    second.add(path);
                                    return reply();
                                }))))
                .start());

        assertThat(results)
                .extracting(BulkResult::outcome)
                .containsExactly(
                        Outcome.ACCEPTED,
                        Outcome.ACCEPTED,
                        Outcome.UNKNOWN,
                        Outcome.UNKNOWN,
                        Outcome.ACCEPTED,
                        Outcome.ACCEPTED);
        assertThat(second)
                .containsExactly("/" + number(0).substring(1) + "," + number(1).substring(1));
    }

    @Test
    void anEndThatIsReportedTwiceCountsOnce() {
        CompletableFuture<BulkExecution> execution = execution(messages(4), account("a", (call, completion) -> {
                    completion.done(reply(), true);
                    completion.done(HttpOutcome.of(broken()), true);
                    return true;
                }))
                .start();

        assertThat(results(execution)).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
    }

    @Test
    void aTransportThatThrowsLeavesItsOwnMessagesUnknown() {
        List<BulkResult> results = results(execution(messages(4), account("a", (call, completion) -> {
                    if (call.request().path().contains(number(0).substring(1))) {
                        throw new NoClassDefFoundError("com/example/Tls");
                    }
                    completion.done(reply(), true);
                    return true;
                }))
                .start());

        assertThat(results)
                .extracting(BulkResult::outcome)
                .containsExactly(Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.ACCEPTED, Outcome.ACCEPTED);
    }

    @Test
    void aStopLeavesTheRestUnsent() {
        List<BulkResult> results = results(execution(messages(6), account("a", at(path -> {
                    stopped.set(true);
                    return reply();
                })))
                .start());

        assertThat(results)
                .extracting(BulkResult::outcome, result -> result.submission() != null)
                .containsExactly(
                        tuple(Outcome.ACCEPTED, true),
                        tuple(Outcome.ACCEPTED, true),
                        tuple(Outcome.RETRYABLE, false),
                        tuple(Outcome.RETRYABLE, false),
                        tuple(Outcome.RETRYABLE, false),
                        tuple(Outcome.RETRYABLE, false));
    }

    @Test
    void manyCallsThatEndAtOnceNeedNoDeepStack() {
        assertThat(results(execution(
                                IntStream.range(0, 20_000)
                                        .<Object>mapToObj(i -> SmsMessage.to("+4477009" + String.format("%05d", i))
                                                .text("9")
                                                .build())
                                        .toList(),
                                account("a", at(path -> reply())))
                        .start()))
                .hasSize(20_000)
                .extracting(BulkResult::outcome)
                .containsOnly(Outcome.ACCEPTED);
    }

    @Test
    void whoWaitsGetsResultsOfCallsThatEndElsewhere() {
        List<BulkResult> results = execution(messages(6), account("a", (call, completion) -> {
                    new Thread(() -> completion.done(reply(), false)).start();
                    return false;
                }))
                .await()
                .results();

        assertThat(results).hasSize(6).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
    }
}

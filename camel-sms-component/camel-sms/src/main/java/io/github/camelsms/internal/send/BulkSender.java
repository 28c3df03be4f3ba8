package io.github.camelsms.internal.send;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.exchange.Correlated;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages of one Exchange by one client. */
public final class BulkSender {

    private static final Logger LOG = LoggerFactory.getLogger(BulkSender.class);

    /** Where no option says so and each message takes a call of its own. */
    private static final int WINDOW = 100;

    private final AccountClient<List<SmsMessage>, List<BulkResult>> client;
    private final Exchange exchange;
    private final BulkCalls calls;
    private final AccountSettings settings;
    private final Correlated remembered;
    private final boolean yields;

    /** @param spare whether there is another account for what this one cannot send */
    public BulkSender(AccountClient<List<SmsMessage>, List<BulkResult>> client, Exchange exchange, boolean spare) {
        this.client = client;
        this.exchange = exchange;
        this.calls = (BulkCalls) client.operation();
        this.settings = client.binding().settings();
        this.remembered = client.binding().toRemember(exchange);
        this.yields = spare && !client.rest().isResting();
    }

    public String provider() {
        return client.provider();
    }

    /** Name of the account, or the provider id for one without a name. */
    public String account() {
        return client.binding().account();
    }

    /** How many messages of an iterator are read and sent at a time. */
    public int window() {
        return settings.batchSize() == null ? Math.max(calls.limit(), WINDOW) : settings.batchSize();
    }

    /** How many calls may be under way at once. */
    public int parallel() {
        return client.gate().parallel(settings.maxInFlight());
    }

    /** Whether the account came to rest meanwhile, so that the next one gets what is left. */
    public boolean rests() {
        return yields && client.rest().isResting();
    }

    public HttpTransport transport(List<SmsMessage> messages) {
        return client.on(exchange, messages);
    }

    /**
     * Reads messages and puts them into calls. One that cannot be read, or that the provider would refuse, has its result at once.
     *
     * @param ended whether no further call may begin
     */
    public BulkSend prepare(List<? extends @Nullable Object> elements, BulkInput.Reader reader, BooleanSupplier ended) {
        BulkResult[] results = new BulkResult[elements.size()];
        BulkPlan plan = new BulkPlan(Math.min(calls.limit(), window()));
        for (int place = 0; place < results.length; place++) {
            Object element = elements.get(place);
            Msisdn to = element instanceof SmsMessage message ? message.to() : null;
            try {
                SmsMessage message = client.binding().readOneOf(reader, element);
                to = message.to();
                Optional<Object> shared = calls.shared(message);
                if (shared.isPresent() && to != null) {
                    plan.add(place, message, to, sharing(shared.get(), message));
                } else {
                    plan.addAlone(place, message);
                }
            } catch (RuntimeException bad) {
                results[place] = BulkResult.failed(refused(bad), to).withAccount(client.account());
            }
        }
        return new BulkSend(this, plan.chunks(), results, ended);
    }

    /** Messages of one call expire together, so that it can be left out as a whole. */
    private static Object sharing(Object shared, SmsMessage message) {
        return List.of(shared, Optional.ofNullable(message.expiresAt()));
    }

    public HttpRequest encode(List<SmsMessage> messages) {
        return calls.encode(messages);
    }

    /** One result for each message, however the call ended. */
    public List<BulkResult> decode(List<SmsMessage> messages, HttpOutcome outcome) {
        try {
            List<BulkResult> read = client.read(messages, outcome);
            if (read.size() != messages.size()) {
                throw new IllegalStateException(read.size() + " results of " + messages.size() + " messages");
            }
            List<BulkResult> results = new ArrayList<>(read.size());
            for (int i = 0; i < read.size(); i++) {
                results.add(completed(messages.get(i), read.get(i)).withAccount(client.account()));
            }
            return results;
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            return failed(messages, HttpErrors.of(failure, provider(), false));
        }
    }

    private BulkResult completed(SmsMessage message, BulkResult result) {
        return result.submission() == null
                ? result
                : result.withSubmission(client.binding().completed(message, result.submission(), remembered));
    }

    public List<BulkResult> failed(List<SmsMessage> messages, SmsException failure) {
        LOG.debug("{}: {} messages: {}", client.binding().account(), messages.size(), failure.getMessage());
        return messages.stream()
                .map(message -> BulkResult.failed(failure, message.to()).withAccount(client.account()))
                .toList();
    }

    /** Why a message did not get as far as a call. */
    public SmsException refused(RuntimeException failure) {
        return failure instanceof SmsException known
                ? known
                : new SmsRefusedException(SmsFault.of(
                        ErrorClass.INVALID_REQUEST,
                        provider(),
                        "the message cannot be read (" + failure.getClass().getSimpleName() + ")"));
    }
}

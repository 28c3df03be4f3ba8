package io.github.camelsms.simulator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One gateway at the port: a double, its account, and how many requests it takes. */
final class Gateway {

    /** @param submissions what the request brought; empty for one that was stopped at the door */
    record Answer(Reply reply, Submissions submissions) {}

    private final ProviderDouble provider;
    private final SimulatedAccount account;
    private final Script script;
    private final @Nullable RateLimit limit;

    Gateway(ProviderDouble provider, SimulatedAccount account, Script script, @Nullable RateLimit limit) {
        this.provider = provider;
        this.account = account;
        this.script = script;
        this.limit = limit;
    }

    Answer answer(ReceivedRequest request) {
        SubmissionExchange exchange = new SubmissionExchange(request);
        Submissions submissions = new Submissions(script, exchange);
        if (limit != null && !limit.admits(account.clock().instant())) {
            Optional<Reply> throttled = provider.throttled(request);
            if (throttled.isPresent()) {
                return answer(throttled.get(), exchange, submissions);
            }
        }
        return answer(provider.handle(request, account.during(submissions)), exchange, submissions);
    }

    private Answer answer(Reply reply, SubmissionExchange exchange, Submissions submissions) {
        exchange.answered(reply);
        if (submissions.isEmpty() && provider.submits(exchange.request())) {
            account.refused(exchange);
        }
        return new Answer(reply, submissions);
    }

    ProviderDouble provider() {
        return provider;
    }

    SimulatedAccount account() {
        return account;
    }

    void reset() {
        provider.reset();
        if (limit != null) {
            limit.reset();
        }
    }
}

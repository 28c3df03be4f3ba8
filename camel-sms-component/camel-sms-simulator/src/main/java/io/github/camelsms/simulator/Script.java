package io.github.camelsms.simulator;

import io.github.camelsms.simulator.Wishes.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what becomes of a message when it is submitted: what a test said last goes first, then the number, then chance.
 * Thread-safe.
 */
final class Script {

    private final FailureRates rates;
    private final Duration replyDelay;
    private final List<WhenSent> rules = new ArrayList<>();

    /** @param replyDelay span until a submission is answered about which nothing else is said */
    Script(FailureRates rates, Duration replyDelay) {
        this.rates = rates;
        this.replyDelay = replyDelay;
    }

    /** Takes a rule up, before all others; once. */
    synchronized void say(WhenSent rule) {
        if (!rules.contains(rule)) {
            rules.add(0, rule);
        }
    }

    synchronized void reset() {
        rules.clear();
    }

    synchronized MessagePlan plan(ProviderDouble gateway, SimulatedMessage submitted) {
        Wishes said = Wishes.NONE;
        boolean byItself = false;
        for (WhenSent rule : rules) {
            if (rule.takes(submitted)) {
                Wishes words = rule.wishes().at(gateway);
                said = said.orElse(words);
                byItself |= rule.moves() && words.concernTheHandset();
            }
        }
        Wishes all = said.orElse(MagicNumbers.of(submitted.msisdn()).at(gateway))
                .orElse(rates.draw().at(gateway));
        Fate fate = Optional.ofNullable(all.fate()).orElse(Fate.ends(Outcome.DELIVERED));
        return new MessagePlan(
                fate.refused() ? fate.code() : null,
                Optional.ofNullable(fate.outcome()).orElse(Outcome.DELIVERED),
                Optional.ofNullable(all.reply()).orElse(replyDelay),
                Optional.ofNullable(all.receipts()).orElse(Wishes.Receipts.USUAL),
                all.answer(),
                byItself);
    }
}

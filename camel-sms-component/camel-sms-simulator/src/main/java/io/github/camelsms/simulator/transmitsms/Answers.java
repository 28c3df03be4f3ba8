package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.HandsetReply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What handsets wrote, the newest ten thousand, and what follows from it: opting out, joining a keyword's list. */
final class Answers {

    private static final int MOST = 10_000;

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final ContactLists lists;
    private final KeywordMethods keywords;

    Answers(ContactLists lists, KeywordMethods keywords) {
        this.lists = lists;
        this.keywords = keywords;
    }

    void add(HandsetReply reply, SimulatedAccount account) {
        SimulatedMessage answered = reply.answered();
        String longcode = answered == null ? NumberMethods.SHARED : Report.senderOf(answered);
        Optional<String> keyword = keywords.spoken(longcode, reply.text());
        answers.addLast(new Answer(
                account.ids().next(),
                answered,
                reply.msisdn(),
                longcode,
                reply.text(),
                keyword.orElse(null),
                reply.isOptOut(),
                reply.at()));
        if (answers.size() > MOST) {
            answers.removeFirst();
        }
        if (reply.isOptOut()) {
            lists.optOut(reply.msisdn());
        }
        keyword.flatMap(word -> keywords.listOf(longcode, word))
                .filter(list -> list.find(reply.msisdn()).isEmpty())
                .ifPresent(list -> list.add(reply.msisdn(), reply.at()));
    }

    List<Answer> matching(Predicate<Answer> wanted) {
        return answers.stream().filter(wanted).toList();
    }

    List<Answer> to(String messageId) {
        return matching(answer -> answer.isTo(messageId));
    }

    void reset() {
        answers.clear();
    }
}

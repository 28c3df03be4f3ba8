package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.HandsetReply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.Submission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
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
        keyword.ifPresent(word -> join(reply, longcode, word, account));
    }

    private void join(HandsetReply reply, String longcode, String word, SimulatedAccount account) {
        Optional<ContactList> list = keywords.listOf(longcode, word);
        boolean member = list.flatMap(joined -> joined.find(reply.msisdn())).isPresent();
        if (!member) {
            list.ifPresent(joined -> joined.add(reply.msisdn(), reply.at()));
        }
        if (!lists.isOptedOut(reply.msisdn())) {
            keywords.answerTo(longcode, word, member)
                    .ifPresent(text -> account.accept(Submission.of(
                            String.valueOf(account.ids().next()), reply.msisdn(), longcode, text, Map.of())));
        }
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

package io.github.camelsms.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.SmsMessage;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkPlanTest {

    private final BulkPlan plan = new BulkPlan(3);

    private void add(int place, int recipient, Object shared) {
        SmsMessage message = SmsMessage.to("+44770090010" + recipient).build();
        plan.add(place, message, message.to(), shared);
    }

    private List<List<Integer>> places() {
        return plan.chunks().stream().map(BulkPlan.Chunk::places).toList();
    }

    @Test
    void likeMessagesShareACallUpToItsSize() {
        for (int i = 0; i < 7; i++) {
            add(i, i, i % 2 == 0 ? "A" : "B");
        }

        assertThat(places()).containsExactly(List.of(0, 2, 4), List.of(1, 3, 5), List.of(6));
    }

    @Test
    void repeatedRecipientGetsACallOfItsOwnThatOthersJoin() {
        add(0, 1, "A");
        add(1, 1, "A");
        add(2, 2, "A");
        add(3, 1, "A");
        add(4, 3, "A");
        add(5, 4, "A");

        assertThat(places()).containsExactly(List.of(0, 2, 4), List.of(1, 5), List.of(3));
    }

    @Test
    void noCallHoldsARecipientTwiceOrMoreThanItsSize() {
        for (int i = 0; i < 200; i++) {
            add(i, i * 7 % 5, "A");
        }

        assertThat(plan.chunks()).allSatisfy(chunk -> {
            assertThat(chunk.messages()).hasSizeBetween(1, 3);
            assertThat(new HashSet<>(chunk.messages())).hasSameSizeAs(chunk.messages());
        });
        assertThat(places().stream().flatMap(List::stream)).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void messageThatGoesAloneIsJoinedByNone() {
        plan.addAlone(0, SmsMessage.builder().build());
        add(1, 1, "A");

        assertThat(places()).containsExactly(List.of(0), List.of(1));
    }
}

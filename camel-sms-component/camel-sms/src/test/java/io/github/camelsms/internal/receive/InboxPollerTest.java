package io.github.camelsms.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.options.OptOutSettings;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.ClaimedEvents;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.internal.state.NodeLease;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Keywords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No SMS in an inbox holds up the others: not one from the future, not one whose route fails. */
class InboxPollerTest {

    private static final Instant START = Instant.parse("2026-09-15T10:00:00Z");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);
    private final MemoryStateStore store = new MemoryStateStore();
    private final List<InboundSms> inbox = new ArrayList<>();
    private final List<Instant> readFrom = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final List<String> arrived = new ArrayList<>();
    private Instant now = START.minusSeconds(60);
    private InboxPoller poller;

    @BeforeEach
    void start() {
        context.start();
        poller = poller();
        poll(); // reading begins with what arrives from now on
    }

    private InboxPoller poller() {
        InboxPoller made = new InboxPoller(
                context.getEndpoint("direct:inbox"),
                this::route,
                (since, caller) -> {
                    readFrom.add(since);
                    return inbox.stream()
                            .filter(sms -> sms.at() == null || !sms.at().isBefore(since))
                            .toList();
                },
                call -> {
                    throw new AssertionError("no call");
                },
                () -> {},
                new EventDelivery<>(
                        new EventKind.Inbound(
                                "main",
                                new ResultWriter("2chat", "main", InstantSource.system()),
                                new OptOutSettings(false, Keywords.of(List.of()), Keywords.of(List.of())),
                                new OptOuts(null)),
                        new ClaimedEvents(store, Duration.ofDays(3), threads),
                        event -> {},
                        false,
                        () -> new DefaultExchange(context),
                        this::route),
                new StoredCursor(store, Duration.ofDays(3), "main", () -> now),
                new NodeLease(store, "inbox main", threads),
                () -> now);
        made.setInitialDelay(Duration.ofDays(1).toMillis()); // polled by hand
        made.start();
        return made;
    }

    private void route(Exchange exchange) {
        InboundSms sms = exchange.getMessage().getBody(InboundSms.class);
        if (failing.contains(sms.messageId())) {
            throw new IllegalStateException("not now");
        }
        arrived.add(sms.messageId());
    }

    @AfterEach
    void stop() {
        poller.stop();
        threads.close();
        context.stop();
    }

    private void arrives(String id, @Nullable Instant at) {
        inbox.add(InboundSms.of("2chat", id, null, null, null, "Hi", false, at));
    }

    private void poll() {
        now = now.plusSeconds(60);
        poller.poll();
    }

    @Test
    void anSmsFromTheFutureDoesNotStopLaterOnes() {
        arrives("1", START.plusSeconds(10));
        arrives("milliseconds", Instant.ofEpochSecond(START.toEpochMilli()));
        poll();
        arrives("2", now.plusSeconds(1));
        arrives("tomorrow", now.plus(Duration.ofDays(1)));
        poll();
        arrives("3", now.minusSeconds(30));
        arrives("no time", null);
        poll();
        poll();

        assertThat(arrived).containsExactly("1", "milliseconds", "2", "tomorrow", "3", "no time");
    }

    @Test
    void anSmsFromTheNearFutureDoesNotHideWhatAGatewayReportsWithTheTrueTime() {
        for (int i = 0; i < 10; i++) {
            poll();
        }
        arrives("ahead", now.plus(Duration.ofMinutes(4)));
        poll();
        arrives("true time", now.minusSeconds(30));
        poll();

        assertThat(arrived).containsExactly("ahead", "true time");
    }

    @Test
    void aFailingSmsIsTriedAgainWithoutHoldingUpOthers() {
        failing.add("2");
        arrives("1", START.plusSeconds(1));
        arrives("2", START.plusSeconds(2));
        arrives("3", START.plusSeconds(3));
        poll();
        assertThat(arrived).containsExactly("1", "3");

        for (int i = 0; i < 60; i++) {
            poll();
        }
        arrives("4", now.plusSeconds(1));
        poll();
        assertThat(arrived).containsExactly("1", "3", "4");
        assertThat(readFrom.get(readFrom.size() - 1)).isAfterOrEqualTo(START);

        failing.clear();
        poll();
        poll();
        assertThat(arrived).containsExactly("1", "3", "4", "2");
    }

    @Test
    void aRestartReadsAgainWhatFailed() {
        failing.add("2");
        arrives("2", START.plusSeconds(2));
        arrives("3", START.plusSeconds(3));
        poll();
        for (int i = 0; i < 60; i++) {
            poll();
        }
        poller.stop();
        failing.clear();

        poller = poller();
        poll();

        assertThat(arrived).containsExactly("3", "2");
    }

    @Test
    void aFailingSmsFromTheFutureDoesNotHideFromARestartWhatArrivesMeanwhile() {
        failing.add("tomorrow");
        arrives("tomorrow", START.plus(Duration.ofDays(1)));
        poll();
        for (int i = 0; i < 60; i++) {
            poll();
        }
        poller.stop();
        arrives("meanwhile", now.plusSeconds(1));
        now = now.plus(Duration.ofMinutes(10));
        failing.clear();

        poller = poller();
        poll();

        assertThat(arrived).containsExactlyInAnyOrder("meanwhile", "tomorrow");
        assertThat(readFrom.get(readFrom.size() - 1)).isAfter(START.plus(Duration.ofMinutes(50)));
    }

    @Test
    void aFailingSmsWithoutATimeIsReadAgainAfterARestart() {
        for (int i = 0; i < 30; i++) {
            poll();
        }
        Instant before = now;
        failing.add("no time");
        arrives("no time", null);
        for (int i = 0; i < 60; i++) {
            poll();
        }
        poller.stop();
        failing.clear();

        poller = poller();
        poll();

        assertThat(readFrom.get(readFrom.size() - 1)).isBeforeOrEqualTo(before);
        assertThat(arrived).containsExactly("no time");
        for (int i = 0; i < 30; i++) {
            poll();
        }
        poller.stop();
        poller = poller();
        poll();
        assertThat(readFrom.get(readFrom.size() - 1)).as("goes on").isAfter(before.plus(Duration.ofMinutes(60)));
    }

    @Test
    void aNodeThatTakesOverGoesOnWhereTheOtherStopped() {
        InboxPoller other = poller();
        failing.add("2");
        arrives("1", START.plusSeconds(1));
        arrives("2", START.plusSeconds(2));
        poll();
        other.poll();
        assertThat(arrived).containsExactly("1");
        assertThat(readFrom).as("the other does not ask").hasSize(2);

        poller.stop();
        failing.clear();
        arrives("3", now.plusSeconds(1));
        now = now.plusSeconds(60);
        other.poll();
        other.stop();

        assertThat(arrived).containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void anSmsWhoseIdIsRefusedDoesNotStopOthers() {
        arrives("x".repeat(60_000), START.plusSeconds(1));
        arrives("1\n2", START.plusSeconds(2));
        arrives("3", START.plusSeconds(3));
        poll();
        poll();

        assertThat(arrived).containsExactly("3");
    }

    @Test
    void theInboxIsReadFromWhereItWasReadTo() {
        for (int i = 0; i < 30; i++) {
            arrives("sms" + i, now.plusSeconds(1));
            poll();
        }

        assertThat(readFrom.get(0)).isEqualTo(START);
        assertThat(readFrom.get(readFrom.size() - 1)).isAfter(now.minus(Duration.ofMinutes(10)));
    }
}

package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.Daemons;
import io.github.camelsms.simulator.Inbox;
import io.github.camelsms.simulator.InboxItem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import wiremock.jakarta.servlet.AsyncContext;
import wiremock.jakarta.servlet.http.HttpServletResponse;

/**
 * Requests that wait for a message. One thread serves them all; a request that waits holds none. First come, first served.
 * Only that thread touches what is below the executor.
 */
final class Waits {

    private final Inbox inbox;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread;

    private final Deque<Wait> waits = new ArrayDeque<>();
    private final Set<Long> taken = new HashSet<>();
    private long seen;

    private record Wait(
            WaitQuery query, Predicate<InboxItem> does, Function<InboxItem, ApiReply> answer, AsyncContext request) {}

    Waits(Inbox inbox) {
        this.inbox = inbox;
        thread = Daemons.one("sms-simulator-waits");
        thread.setRemoveOnCancelPolicy(true);
        inbox.onChange(this::changed);
    }

    /**
     * Answers the request as soon as there is such a message, or by 408.
     *
     * @param does    whether a message that the query asks for does
     * @param answer  what to answer with it
     * @param request one that went asynchronous
     */
    void add(WaitQuery query, Predicate<InboxItem> does, Function<InboxItem, ApiReply> answer, AsyncContext request) {
        request.setTimeout(0); // ours counts
        Wait wait = new Wait(query, does, answer, request);
        try {
            thread.execute(() -> begin(wait));
        } catch (RejectedExecutionException stopped) {
            end(wait, ApiReply.error(503, "The simulator ends"));
        }
    }

    private void begin(Wait wait) {
        look(); // so that none that came before is looked at again for this one
        if (!serve(wait, inbox.items())) {
            waits.add(wait);
            thread.schedule(() -> expire(wait), wait.query().timeout().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void expire(Wait wait) {
        if (waits.remove(wait)) {
            end(wait, ApiReply.error(408, "No such message came within the time-out"));
        }
    }

    /** Called under locks of the simulator: it looks later, and once for many changes. */
    private void changed() {
        if (looking.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    looking.set(false);
                    look();
                });
            } catch (RejectedExecutionException stopped) {
                looking.set(false);
            }
        }
    }

    private void look() {
        long revision = inbox.revision();
        if (!waits.isEmpty()) {
            List<InboxItem> changed = inbox.changedSince(seen);
            waits.removeIf(wait -> serve(wait, changed));
        }
        seen = revision;
    }

    private boolean serve(Wait wait, List<InboxItem> items) {
        try {
            Predicate<InboxItem> free = item -> !wait.query().take() || !taken.contains(item.number());
            Optional<InboxItem> picked = wait.query().pick(items, free.and(wait.does()));
            picked.ifPresent(item -> {
                if (wait.query().take()) {
                    take(item);
                }
                end(wait, wait.answer().apply(item));
            });
            return picked.isPresent();
        } catch (IllegalArgumentException wrong) {
            end(wait, ApiReply.error(400, wrong.getMessage()));
            return true;
        }
    }

    private void take(InboxItem item) {
        if (taken.size() > inbox.size() + 1_000) {
            taken.removeIf(number -> inbox.find(number).isEmpty());
        }
        taken.add(item.number());
    }

    private static void end(Wait wait, ApiReply reply) {
        try {
            reply.write((HttpServletResponse) wait.request().getResponse());
        } catch (IOException | IllegalStateException gone) {
            // whoever waited waits no more
        }
        try {
            wait.request().complete();
        } catch (IllegalStateException over) {
            // the server ended it first
        }
    }

    int underWay() {
        return waits.size();
    }

    void close() {
        thread.execute(() -> {
            waits.forEach(wait -> end(wait, ApiReply.error(503, "The simulator ends")));
            waits.clear();
        });
        thread.shutdown();
    }
}

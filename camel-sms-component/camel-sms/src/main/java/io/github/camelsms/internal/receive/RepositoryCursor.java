package io.github.camelsms.internal.receive;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in one of Camel's repositories up to when an inbox was read. A repository cannot say what it holds, only whether it holds something: so an entry is made for
 * each hour that was begun, and after a restart the last of them is looked for. What is read twice on that account is dropped as processed.
 */
final class RepositoryCursor implements InboxCursor {

    /** How far back a restart looks. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(7);

    /** Clocks differ, and a gateway may report an SMS some time after it arrived. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final IdempotentRepository repository;
    private final String account;
    private @Nullable Instant marked;

    RepositoryCursor(IdempotentRepository repository, String account) {
        this.repository = repository;
        this.account = account;
    }

    @Override
    public Instant start(Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        for (Instant back = hour; back.isAfter(now.minus(LONGEST_PAUSE)); back = back.minus(1, ChronoUnit.HOURS)) {
            if (repository.contains(key(back))) {
                return back;
            }
        }
        return now;
    }

    @Override
    public void readUpTo(Instant time) {
        Instant hour = time.minus(MARGIN).truncatedTo(ChronoUnit.HOURS);
        if (!hour.equals(marked)) {
            repository.add(key(hour));
            marked = hour;
        }
    }

    private String key(Instant hour) {
        return "inbox|" + account + "|read up to " + hour;
    }
}

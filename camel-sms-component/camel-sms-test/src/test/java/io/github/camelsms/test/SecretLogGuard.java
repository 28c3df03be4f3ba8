package io.github.camelsms.test;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test during which a credential, text, code or number of {@link Sentinels} was logged. Stands on every test of this module; sees
 * every line of the component and of Camel down to DEBUG, with the stack trace that goes with it.
 */
public final class SecretLogGuard implements AfterEachCallback, AfterAllCallback {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final AtomicLong LINES = new AtomicLong();

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check();
    }

    private static void check() {
        List<String> leaks = takeLeaks();
        if (!leaks.isEmpty()) {
            throw new AssertionError("secrets in the log:\n" + String.join("\n", leaks));
        }
    }

    /** The lines with a secret since the last call; they are forgotten. */
    static List<String> takeLeaks() {
        List<String> taken = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            taken.add(leak);
        }
        return taken;
    }

    /** How many lines have been searched so far. */
    static long lines() {
        return LINES.get();
    }

    /** Searches each line as it is logged; named in logback-test.xml. */
    public static final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            LINES.incrementAndGet();
            String line = event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage();
            String whole = line
                    + (event.getThrowableProxy() == null
                            ? ""
                            : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
            Sentinels.in(whole).ifPresent(secret -> LEAKS.add(secret + " in: " + whole));
        }
    }
}

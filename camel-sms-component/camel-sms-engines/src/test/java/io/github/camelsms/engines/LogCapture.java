package io.github.camelsms.engines;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** All that is logged from INFO on, by whomever, as it would stand in a file; meanwhile nothing goes to the console. */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final int KEPT = 20_000;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final PatternLayout layout = new PatternLayout();
    private final List<String> entries = new ArrayList<>();
    private long bytes;

    static LogCapture open() {
        LogCapture capture = new LogCapture();
        capture.setContext(capture.root.getLoggerContext());
        capture.layout.setContext(capture.root.getLoggerContext());
        capture.layout.setPattern("%d %-5level [%thread] %logger - %msg%n%ex");
        capture.layout.start();
        capture.start();
        capture.root.iteratorForAppenders().forEachRemaining(capture.others::add);
        capture.others.forEach(capture.root::detachAppender);
        capture.root.setLevel(Level.INFO);
        capture.root.addAppender(capture);
        return capture;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String entry = layout.doLayout(event);
        bytes += entry.getBytes(StandardCharsets.UTF_8).length;
        if (entries.size() < KEPT) {
            entries.add(entry);
        }
    }

    /** The first entries, stack traces included. */
    synchronized List<String> entries() {
        return List.copyOf(entries);
    }

    /** Those of the first entries that are not INFO. */
    List<String> warnings() {
        return entries().stream().filter(entry -> !entry.contains(" INFO ")).toList();
    }

    /** Of all that was logged, also beyond the entries that are kept. */
    synchronized long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        root.detachAppender(this);
        root.setLevel(level);
        others.forEach(root::addAppender);
        stop();
    }
}

package io.github.camelsms.simulator.standalone;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 250ms}, {@code 2s} or {@code 5m}. */
final class Spans implements ITypeConverter<Duration> {

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m)");

    @Override
    public Duration convert(String written) {
        Matcher span = SPAN.matcher(written);
        if (!span.matches()) {
            throw new TypeConversionException("'" + written + "' is no span such as 250ms, 2s or 5m");
        }
        long count = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }
}

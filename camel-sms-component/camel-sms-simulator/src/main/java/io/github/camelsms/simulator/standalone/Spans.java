package io.github.camelsms.simulator.standalone;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 250ms}, {@code 2s}, {@code 5m}, {@code 12h} or {@code 7d}. */
final class Spans implements ITypeConverter<Duration> {

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    @Override
    public Duration convert(String written) {
        Matcher span = SPAN.matcher(written);
        if (!span.matches()) {
            throw new TypeConversionException("'" + written + "' is not a valid span such as 250ms, 2s, 5m, 12h or 7d");
        }
        long count = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}

package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.WebAddress;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The parameters of a call, read with the gateway's checks: each reader may throw {@link TransmitSmsRefusal}. */
record Parameters(Map<String, String> asReceived) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,6})?");
    private static final Pattern MESSAGE_ID = Pattern.compile("[0-9]{1,9}");

    /** A time as the gateway writes it: {@code YYYY-MM-DD HH:MM:SS} in UTC. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    /** Empty when absent or blank. */
    Optional<String> optional(String name) {
        return Optional.ofNullable(asReceived.get(name)).filter(value -> !value.isBlank());
    }

    String required(String name) {
        return optional(name).orElseThrow(() -> TransmitSmsRefusal.empty(name));
    }

    String messageId(String name) {
        String id = required(name);
        if (!MESSAGE_ID.matcher(id).matches()) {
            throw TransmitSmsRefusal.invalid(name);
        }
        return id;
    }

    /** An id of a list, a client and the like. */
    int id(String name) {
        String id = messageId(name);
        return Integer.parseInt(id);
    }

    Optional<Instant> time(String name) {
        return read(name, written -> LocalDateTime.parse(written, TIME).toInstant(ZoneOffset.UTC));
    }

    /** A time, or a date alone for its first moment. */
    Optional<Instant> timeOrDate(String name) {
        return read(
                name,
                written -> written.contains(":")
                        ? LocalDateTime.parse(written, TIME).toInstant(ZoneOffset.UTC)
                        : LocalDate.parse(written).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    Optional<Boolean> flag(String name) {
        return choice(name, Set.of("true", "false", "1", "0")).map(value -> value.equals("true") || value.equals("1"));
    }

    Optional<BigDecimal> decimal(String name) {
        if (!optional(name).map(value -> DECIMAL.matcher(value).matches()).orElse(true)) {
            throw TransmitSmsRefusal.invalid(name);
        }
        return optional(name).map(BigDecimal::new);
    }

    /** Whether {@code fields} is wanted as an array. */
    boolean arrayStyle() {
        return choice("response_style", Set.of("array", "object")).equals(Optional.of("array"));
    }

    /** Those of the names that were given, with their values. */
    Map<String, String> named(List<String> names) {
        Map<String, String> given = new LinkedHashMap<>();
        names.forEach(name -> optional(name).ifPresent(value -> given.put(name, value)));
        return given;
    }

    /** A whole number between two bounds, both included. */
    Optional<Integer> number(String name, int least, int most) {
        Optional<Integer> number = read(name, Integer::valueOf);
        if (number.isPresent() && (number.get() < least || number.get() > most)) {
            throw TransmitSmsRefusal.invalid(name);
        }
        return number;
    }

    Optional<String> choice(String name, Set<String> choices) {
        Optional<String> chosen = optional(name);
        if (chosen.isPresent() && !choices.contains(chosen.get())) {
            throw TransmitSmsRefusal.invalid(name);
        }
        return chosen;
    }

    void checkUrl(String name) {
        if (!optional(name).map(WebAddress::isValid).orElse(true)) {
            throw TransmitSmsRefusal.invalid(name);
        }
    }

    private <T> Optional<T> read(String name, Function<String, T> reader) {
        try {
            return optional(name).map(reader);
        } catch (DateTimeException | NumberFormatException malformed) {
            throw TransmitSmsRefusal.invalid(name);
        }
    }

    @Override
    public String toString() {
        return "Parameters" + asReceived.keySet();
    }
}

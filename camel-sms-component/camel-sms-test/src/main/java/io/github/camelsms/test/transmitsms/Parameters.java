package io.github.camelsms.test.transmitsms;

import io.github.camelsms.test.WebAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
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

    Optional<Instant> time(String name) {
        return read(name, written -> LocalDateTime.parse(written, TIME).toInstant(ZoneOffset.UTC));
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

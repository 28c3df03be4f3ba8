package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Addresses that may send SMS by e-mail.
 *
 * <p>Documented: parameters, {@code *@domain} for a whole domain, {@code success} as a boolean.
 *
 * <ul>
 * <li>guess: an address that is there already is KEY_EXISTS, one that is not NOT_FOUND, one that is none FIELD_INVALID.
 * </ul>
 */
final class EmailMethods implements Room {

    private static final Pattern ADDRESS = Pattern.compile("(\\*|[^@\\s*]+)@[^@\\s]+\\.[^@\\s]+");
    private static final int MOST_SEGMENTS = 4;

    private final NumberMethods numbers;
    private final Set<String> addresses = new HashSet<>();

    EmailMethods(NumberMethods numbers) {
        this.numbers = numbers;
    }

    @Override
    public Map<String, Method> methods() {
        return Map.of("add-email", this::add, "delete-email", this::delete);
    }

    private Members add(Call call) {
        Parameters parameters = call.parameters();
        parameters.number("max_sms", 1, MOST_SEGMENTS);
        parameters.optional("number").ifPresent(number -> numbers.owned(number, NumberMethods.today(call)));
        if (!addresses.add(address(parameters))) {
            throw TransmitSmsRefusal.exists("Email");
        }
        return new Members().with("success", true);
    }

    private Members delete(Call call) {
        if (!addresses.remove(address(call.parameters()))) {
            throw TransmitSmsRefusal.notFound("Email");
        }
        return new Members().with("success", true);
    }

    private static String address(Parameters parameters) {
        String address = parameters.required("email");
        if (!ADDRESS.matcher(address).matches()) {
            throw TransmitSmsRefusal.invalid("email");
        }
        return address.toLowerCase(Locale.ROOT);
    }

    @Override
    public void reset() {
        addresses.clear();
    }
}

package io.github.camelsms.simulator.telesign;

import io.github.camelsms.simulator.WebAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fourteen fields of {@code POST /v1/verify/sms}, checked. */
final class TelesignForm {

    private static final Set<String> UCIDS = Set.of(
            "ATCK", "BACF", "BACS", "CHBK", "CLDR", "LEAD", "OTHR", "PWRT", "RESV", "RXPF", "SHIP", "THEF", "TRVF",
            "UNKN");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{6,14}");
    private static final Pattern VERIFY_CODE = Pattern.compile("[0-9]{3,7}");
    private static final Pattern IP = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*");
    private static final List<String> FORTY =
            List.of("dlt_template_id", "dlt_entity_id", "transaction_amount", "transaction_payee");
    private static final int LONGEST_TEMPLATE = 1600;

    private final Map<String, String> fields;

    /** @throws TelesignRefusal -10001 for the first field that is wrong */
    TelesignForm(Map<String, String> fields) {
        this.fields = fields;
        if (phoneNumber().isEmpty()) {
            throw TelesignRefusal.missing("PhoneNumber");
        }
        check("phone_number", "PhoneNumber", value -> NUMBER.matcher(value).matches());
        check("ucid", "UCID", UCIDS::contains);
        check("originating_ip", "OriginatingIP", TelesignForm::isAddress);
        check("language", "Language", value -> LANGUAGE.matcher(value).matches());
        check("verify_code", "VerifyCode", value -> VERIFY_CODE.matcher(value).matches());
        check("template", "Template", value -> !value.isEmpty() && value.length() <= LONGEST_TEMPLATE);
        check("sender_id", "SenderID", value -> !value.isEmpty() && value.length() <= 20);
        check("is_primary", "IsPrimary", TelesignForm::isBoolean);
        check("sim_swap_check", "SimSwapCheck", TelesignForm::isBoolean);
        check("callback_url", "CallbackURL", WebAddress::isValid);
        FORTY.forEach(name -> check(name, name, value -> !value.isEmpty() && value.length() <= 40));
        if (fields.containsKey("transaction_amount") != fields.containsKey("transaction_payee")) {
            throw TelesignRefusal.missing(
                    fields.containsKey("transaction_amount") ? "transaction_payee" : "transaction_amount");
        }
    }

    String phoneNumber() {
        return fields.getOrDefault("phone_number", "");
    }

    @Nullable
    String senderId() {
        return fields.get("sender_id");
    }

    Optional<String> verifyCode() {
        return Optional.ofNullable(fields.get("verify_code"));
    }

    /** What the handset shows. */
    String text(String code) {
        return fields.getOrDefault("template", "Your code is $$CODE$$")
                .replace("$$CODE$$", code)
                .replace("$$AMOUNT$$", fields.getOrDefault("transaction_amount", ""))
                .replace("$$PAYEE$$", fields.getOrDefault("transaction_payee", ""));
    }

    Map<String, String> asReceived() {
        return fields;
    }

    private interface Check {
        boolean holds(String value);
    }

    private void check(String field, String printed, Check check) {
        String value = fields.get(field);
        if (value != null && !check.holds(value)) {
            throw TelesignRefusal.invalid(printed, value);
        }
    }

    /** Whether it looks like an IPv4 or IPv6 address. */
    static boolean isAddress(String value) {
        return IP.matcher(value).matches();
    }

    private static boolean isBoolean(String value) {
        return value.equals("true") || value.equals("false");
    }
}

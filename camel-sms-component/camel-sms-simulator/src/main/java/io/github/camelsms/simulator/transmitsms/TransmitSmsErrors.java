package io.github.camelsms.simulator.transmitsms;

import java.util.Map;

/** HTTP status and description of codes whose description never varies. */
final class TransmitSmsErrors {

    private static final Map<String, Integer> NOT_400 =
            Map.of("AUTH_FAILED", 401, "AUTH_FAILED_NO_DATA", 401, "NOT_IMPLEMENTED", 404, "OVER_LIMIT", 429);
    private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
            Map.entry("ALREADY_SENT", "This message is already sent or can not be cancelled"),
            Map.entry("AUTH_FAILED", "The auth data you have provided is invalid."),
            Map.entry("AUTH_FAILED_NO_DATA", "You have not provided auth data."),
            Map.entry("BAD_CALLER_ID", "The sender ID you have set is not valid or number is inactive or expired"),
            Map.entry("BAD_MOBILE", "The mobile provided is invalid"),
            Map.entry("BAD_MOBILE_COUNTRY", "The country of the mobile provided is unavailable"),
            Map.entry("DUPLICATE_DELETED", "The recipient provided was previously deleted"),
            Map.entry("LEDGER_ERROR", "Insufficient funds to carry out debit"),
            Map.entry("LIST_EMPTY", "The list you provided doesn't have active recipients."),
            Map.entry("MISSING_PARAM", "Field parameter is missing"),
            Map.entry("NO_ACCESS", "You do not have access to this 'message'"),
            Map.entry("NOT_IMPLEMENTED", "The method you are requesting is unsupported."),
            Map.entry("OPTOUT", "The recipient provided was previously opted out"),
            Map.entry("OVER_LIMIT", "You have exceeded the request limit."));

    private TransmitSmsErrors() {}

    static TransmitSmsRefusal of(String code) {
        return new TransmitSmsRefusal(
                NOT_400.getOrDefault(code, 400), code, DESCRIPTIONS.getOrDefault(code, "Refused"));
    }
}

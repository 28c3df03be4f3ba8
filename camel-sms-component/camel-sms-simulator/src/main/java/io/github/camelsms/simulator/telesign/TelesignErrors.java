package io.github.camelsms.simulator.telesign;

import java.util.Map;

/** The documented errors of Verify: text, HTTP status and status code of each. */
final class TelesignErrors {

    /** Stands in a text for the recipient. */
    private static final String NUMBER = "{phone_number}";

    private record Row(int httpStatus, int statusCode, String text) {}

    private static final Map<Integer, Row> ROWS = Map.ofEntries(
            Map.entry(-10001, notAttempted(400, "Invalid Request: PhoneNumber Parameter: " + NUMBER)),
            Map.entry(-10009, notAttempted(401, "Invalid source IP address")),
            Map.entry(-10030, notAttempted(402, "Insufficient funds in prepaid wallet.")),
            Map.entry(-10033, notAttempted(401, NUMBER + " has not been verified for this trial account.")),
            Map.entry(-20001, unauthorized("Invalid Request: CustomerID Parameter")),
            Map.entry(-20002, unauthorized("This product is not enabled for this Customer ID.")),
            Map.entry(-20003, unauthorized("This feature is not enabled for this Customer ID.")),
            Map.entry(-20004, unauthorized("This country is not enabled for this Customer ID.")),
            Map.entry(-30000, unauthorized("Invalid Customer ID.")),
            Map.entry(-30001, unauthorized("Customer ID Account Suspended.")),
            Map.entry(-30002, unauthorized("Account not activated.")),
            Map.entry(-30003, unauthorized("Account limit reached.")),
            Map.entry(-30004, unauthorized("Missing required 'Authorization' header")),
            Map.entry(-30005, unauthorized("Required 'Authorization' header is not in the correct format")),
            Map.entry(-30006, unauthorized("Invalid Signature")),
            Map.entry(-30007, unauthorized("Missing required 'Date' or 'x-ts-date' header")),
            // The only one of its group that is documented with status 500.
            Map.entry(-30008, notAttempted(401, "Invalid 'x-ts-auth-method' header.")),
            Map.entry(-30009, unauthorized("'Date' or 'x-ts-date' header is not RFC822 compliant")),
            Map.entry(-30010, unauthorized("'Date' or 'x-ts-date' header is not within tolerable range")),
            Map.entry(-30011, unauthorized("'x-ts-nonce' header value is either too long or too short")),
            Map.entry(-30012, unauthorized("'x-ts-nonce' header value has been used recently")),
            Map.entry(-30015, unauthorized("Invalid API Key.")),
            Map.entry(-40002, unauthorized("Not authorized")),
            Map.entry(-40004, notAttempted(404, "Requested resource not found")),
            Map.entry(-40005, notAttempted(405, "Method not allowed")),
            Map.entry(-40006, notAttempted(400, "Bad request")),
            Map.entry(-40007, notAttempted(429, "Rate Limit Exceeded")),
            Map.entry(-40008, notAttempted(429, "Verify SMS exceeded transaction hard cap. Request denied.")),
            Map.entry(-40009, notAttempted(400, "Phone number not supported")),
            Map.entry(-90001, notAttempted(500, "System Unavailable, please try again later.")));

    private TelesignErrors() {}

    private static Row notAttempted(int httpStatus, String text) {
        return new Row(httpStatus, 500, text);
    }

    private static Row unauthorized(String text) {
        return new Row(401, 501, text);
    }

    /** The refusal of a send with that code; of a code that is not documented for one, by its group. */
    static TelesignRefusal of(int code, String phoneNumber) {
        boolean ofAccess = code > -40000 && code <= -20000;
        Row row = ROWS.getOrDefault(code, ofAccess ? unauthorized("Refused") : notAttempted(400, "Refused"));
        String text = row.text().replace(NUMBER, phoneNumber);
        return row.statusCode() == 501
                ? TelesignRefusal.unauthorized(code, text)
                : TelesignRefusal.notAttempted(row.httpStatus(), code, text);
    }
}

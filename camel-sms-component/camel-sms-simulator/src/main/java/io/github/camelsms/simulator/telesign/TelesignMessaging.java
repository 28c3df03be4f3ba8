package io.github.camelsms.simulator.telesign;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.Submission;
import io.github.camelsms.simulator.WebAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * TeleSign Messaging: {@code POST /v1/messaging} and {@code GET /v1/messaging/{id}}, with the authentication of Verify. Its
 * errors are positive numbers in {@code status.code}; there is no {@code errors} array.
 *
 * <p>Documented: fields, lengths and choices, the codes and their texts, the members of a reply.
 *
 * <ul>
 * <li>guess: success is HTTP 200, not the 201 of older pages; {@code external_id} is null where none was given.
 * <li>guess: HTTP 400 for a parameter, 401 for credentials and account, 402 for 10030, 404 for 10017 and 10036, 429 for 10019
 * and 10020, 500 for 10000, 405 for another method.
 * <li>guess: an id that is not 32 hexadecimal digits is 11011; one of a verification is 10017, as unknown ones are.
 * <li>guess: the reply to an enquiry has {@code additional_info} with the number of parts once the state is final.
 * <li>guess: a sender that is not among those the simulator was told is 11013.
 * </ul>
 */
final class TelesignMessaging {

    static final String SEND = "/v1/messaging";
    static final String STATUS = "/v1/messaging/";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{6,14}");
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}{0,100}");
    private static final Set<String> TYPES = Set.of("OTP", "ARN", "MKT");
    private static final Set<String> EVENTS = Set.of("create", "sign-in", "transact", "update", "delete");
    private static final int LONGEST_MESSAGE = 1600;

    /** Codes of the common authentication, and of a number that is not served, to those of Messaging. */
    private static final Map<Integer, Integer> OWN_CODES = Map.ofEntries(
            Map.entry(-30000, 10015),
            Map.entry(-30004, 10009),
            Map.entry(-30005, 10028),
            Map.entry(-30006, 10008),
            Map.entry(-30007, 10007),
            Map.entry(-30008, 10006),
            Map.entry(-30009, 10005),
            Map.entry(-30010, 10004),
            Map.entry(-30011, 10003),
            Map.entry(-30012, 10002),
            Map.entry(-30015, 10022),
            Map.entry(-40009, 10032));

    /** Texts of the codes that a test may ask for. */
    private static final Map<Integer, String> TEXTS = Map.of(
            10000, "System Unavailable, Please try again later.",
            10010, "CustomerID Account Suspended",
            10011, "This product is not enabled for this CustomerID.",
            10019, "Rate Limit Exceeded",
            10020, "Generic messaging exceeded transaction hard cap. Request denied.",
            10030, "Insufficient funds in prepaid wallet.",
            10032, "Message blocked by TeleSign");

    private final TelesignAuthentication authentication;

    TelesignMessaging(TelesignAuthentication authentication) {
        this.authentication = authentication;
    }

    /** Whether a message came by this interface. */
    static boolean sent(SimulatedMessage message) {
        return message.fields().containsKey("message_type");
    }

    static @Nullable String externalId(SimulatedMessage message) {
        return message.fields().get("external_id");
    }

    Reply handle(ReceivedRequest request, SimulatedAccount account) {
        Instant now = account.clock().instant();
        String path = request.path();
        boolean isSend = path.equals(SEND);
        String id = isSend ? account.ids().hex(32) : path.substring(STATUS.length());
        Map<String, String> form = isSend ? request.form() : Map.of();
        try {
            authorize(request, account, isSend ? "POST" : "GET");
            return isSend ? send(id, form, account) : status(id, account);
        } catch (Refusal refusal) {
            return Reply.json(
                    httpStatus(refusal.code), state(id, form.get("external_id"), refusal.code, refusal.text, now));
        } catch (TelesignRefusal refusal) {
            int code = OWN_CODES.getOrDefault(refusal.code(), 10000);
            return Reply.json(
                    refusal.httpStatus(), state(null, form.get("external_id"), code, refusal.description(), now));
        }
    }

    /** The reply to a request beyond the rate. */
    static Reply throttled(Instant now) {
        return Reply.json(429, state(null, null, 10019, "Rate Limit Exceeded", now));
    }

    private void authorize(ReceivedRequest request, SimulatedAccount account, String method) {
        authentication.check(request, account.credentials(), account.clock());
        if (!request.method().equals(method)) {
            throw TelesignRefusal.notAttempted(405, -40005, "Method not allowed");
        }
    }

    private static Reply send(String id, Map<String, String> form, SimulatedAccount account) {
        check(form);
        String to = form.getOrDefault("phone_number", "");
        String senderId = form.get("sender_id");
        if (senderId != null && !account.maySendFrom(senderId)) {
            throw invalid(11013, "sender_id");
        }
        Instant now = account.clock().instant();
        Submission submission = Submission.of(id, to, senderId, form.getOrDefault("message", ""), form);
        Optional<Integer> refusal = account.refusalOf(submission)
                .map(Integer::valueOf)
                .map(code -> OWN_CODES.getOrDefault(code, code))
                .filter(code -> code > 0);
        if (refusal.isPresent()) {
            int code = refusal.get();
            throw new Refusal(code, TEXTS.getOrDefault(code, "Refused"));
        }
        account.accept(submission);
        return Reply.json(200, state(id, form.get("external_id"), 290, "Message in progress", now));
    }

    private static void check(Map<String, String> form) {
        require(form, "phone_number", 12000);
        require(form, "message", 12009);
        require(form, "message_type", 12017);
        check(form, "phone_number", 11000, value -> NUMBER.matcher(value).matches());
        check(form, "message", 11009, value -> value.length() <= LONGEST_MESSAGE);
        check(form, "message_type", 11017, TYPES::contains);
        check(form, "account_lifecycle_event", 11003, EVENTS::contains);
        check(form, "callback_url", 11004, WebAddress::isValid);
        check(form, "originating_ip", 11010, TelesignForm::isAddress);
        check(form, "sender_id", 11013, value -> !value.isEmpty() && value.length() <= 20);
        check(form, "external_id", 11016, value -> ASCII.matcher(value).matches());
        check(form, "dlt_template_id", 11034, value -> !value.isEmpty() && value.length() <= 40);
        check(form, "dlt_entity_id", 11035, value -> !value.isEmpty() && value.length() <= 40);
    }

    private static void require(Map<String, String> form, String name, int code) {
        if (form.getOrDefault(name, "").isEmpty()) {
            throw new Refusal(code, "Missing Required Parameter " + name);
        }
    }

    private interface Check {
        boolean holds(String value);
    }

    private static void check(Map<String, String> form, String name, int code, Check check) {
        String value = form.get(name);
        if (value != null && !check.holds(value)) {
            throw invalid(code, name);
        }
    }

    private static Refusal invalid(int code, String name) {
        return new Refusal(code, "Invalid value for parameter " + name + ".");
    }

    private static Reply status(String id, SimulatedAccount account) {
        if (!TelesignDouble.REFERENCE_ID.matcher(id).matches()) {
            throw invalid(11011, "reference_id");
        }
        List<SimulatedMessage> found = account.find(id);
        if (found.isEmpty() || !sent(found.get(0))) {
            throw new Refusal(10017, "Customer ID / Reference ID not found");
        }
        if (TelesignDouble.isExpired(found.get(0), account)) {
            throw new Refusal(10036, "Reference ID expired");
        }
        SimulatedMessage message = account.poll(id).get(0);
        TelesignStatus status = TelesignStatus.of(message.state());
        Instant updatedOn = Optional.ofNullable(message.finalAt())
                .orElseGet(() -> account.clock().instant());
        Members reply = state(id, externalId(message), status.code(), status.description(), updatedOn);
        return Reply.json(
                200, message.state().isFinal() ? reply.with("additional_info", TelesignDouble.parts(message)) : reply);
    }

    private static int httpStatus(int code) {
        return switch (code) {
            case 10000 -> 500;
            case 10017, 10036 -> 404;
            case 10019, 10020 -> 429;
            case 10030 -> 402;
            default -> {
                if (code < 10000) {
                    yield 200;
                }
                yield code < 11000 ? 401 : 400;
            }
        };
    }

    private static Members state(
            @Nullable String id, @Nullable String externalId, int code, String description, Instant updatedOn) {
        return new Members()
                .with("reference_id", id)
                .with("external_id", externalId)
                .with(
                        "status",
                        new Members()
                                .with("code", code)
                                .with("description", description)
                                .with("updated_on", updatedOn.toString()));
    }

    /** Ends the handling of a request with a positive code. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;
        private final String text;

        Refusal(int code, String text) {
            super("TeleSign status " + code, null, false, false);
            this.code = code;
            this.text = text;
        }
    }
}

package io.github.camelsms.simulator.telesign;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.ProviderDouble;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.Submission;
import io.github.camelsms.simulator.WebhookDouble;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * TeleSign Verify SMS: {@code POST /v1/verify/sms}, {@code GET /v1/verify/{id}}, {@code PUT /v1/verify/completion/{id}},
 * with Basic or digest authentication. {@link TelesignMessaging} is the rest of the account.
 *
 * <p>Documented: fields and their lengths, error and status codes, reply shapes (completion spells {@code subresource}
 * and writes its code as text), the string to sign, the echo of it in -30006, codes of seven digits.
 *
 * <ul>
 * <li>guess: the date window is 15 minutes either way; a nonce has 8 to 64 characters, is remembered for 30 minutes, may
 * be absent; without {@code x-ts-auth-method} the signature is HMAC-SHA1; a bad signature does not use up its nonce.
 * <li>guess: an {@code Authorization} that is missing or malformed gets null ids, other refused sends an id.
 * <li>guess: the names of parameters in the texts of -10001, and that amount or payee alone is a missing parameter.
 * <li>guess: the texts of -20001, -20003, -20004, -30002, -30003 and of -40002 to -40005 on a send are ours, with the HTTP
 * status of their kind.
 * <li>guess: a sender that is not among those the simulator was told is an invalid parameter.
 * <li>guess: another content type than a form is -40006; a field that is present but empty is invalid.
 * <li>guess: a template may have 1600 characters; without one the text is "Your code is" and the code.
 * <li>guess: an id that is not 32 hexadecimal digits is 400, an unknown one 404; one of a message older than 30 days is
 * -10004, and unknown to a completion.
 * <li>guess: a request beyond the rate is -40007 whatever is in it, without an id.
 * <li>guess: too little money (-10030) is HTTP 402.
 * <li>guess: a code is good for ten minutes and for three wrong tries, whoever made it, and stays valid once it was right.
 * <li>guess: an enquiry sees 203, then the end: 200, 207 undelivered, 504 rejected, 221 expired, 250 unknown.
 * <li>guess: {@code additional_info} with the number of parts comes with a final status.
 * <li>guess: an unknown path is -40004 with 404, a known one with another method -40005 with 405, text ours.
 * </ul>
 */
public final class TelesignDouble implements ProviderDouble {

    private static final String SEND = "/v1/verify/sms";
    private static final String STATUS = "/v1/verify/";
    private static final String COMPLETION = "/v1/verify/completion/";
    static final Pattern REFERENCE_ID = Pattern.compile("[0-9A-Fa-f]{32}");
    private static final Pattern CODE = Pattern.compile("-[1-9][0-9]{4}|1[0-2][0-9]{3}|2[0-9]{2}|5[0-9]{2}");
    private static final int FIRST_OF_MESSAGING = 10_000;
    private static final Duration LIFE_OF_IDS = Duration.ofDays(30);

    /** Texts of the status codes that a test may ask for. */
    private static final Map<Integer, String> STATUS_TEXTS = Map.ofEntries(
            Map.entry(229, "Message blocked by customer request"),
            Map.entry(230, "Message blocked by Telesign"),
            Map.entry(231, "Invalid/unsupported message content"),
            Map.entry(233, "Message blocked due to high risk score."),
            Map.entry(237, "Message blocked by country"),
            Map.entry(500, "Transaction not attempted"),
            Map.entry(501, "Not authorized"),
            Map.entry(503, "Carrier rejected - temporary problem"),
            Map.entry(504, "Carrier rejected - permanent error"),
            Map.entry(510, "Message blocked by subscriber"),
            Map.entry(515, "Suspected spam message"));

    private final TelesignAuthentication authentication = new TelesignAuthentication();
    private final CodeChecks codeChecks = new CodeChecks();
    private final TelesignMessaging messaging = new TelesignMessaging(authentication);

    @Override
    public String provider() {
        return "telesign";
    }

    @Override
    public String pathPattern() {
        return "/v1(/.*)?";
    }

    @Override
    public Credentials credentials() {
        return Credentials.customer(
                "FFFFFFFF-EEEE-DDDD-1234-AB1234567890",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==");
    }

    @Override
    public BigDecimal pricePerSegment() {
        return new BigDecimal("0.035");
    }

    @Override
    public boolean refusesWith(String code) {
        return CODE.matcher(code).matches();
    }

    @Override
    public Optional<String> refusalCode() {
        return Optional.of("-40009");
    }

    @Override
    public void reset() {
        authentication.reset();
        codeChecks.reset();
    }

    @Override
    public Optional<WebhookDouble> webhooks() {
        return Optional.of(new TelesignCallbacks());
    }

    @Override
    public Optional<Reply> throttled(ReceivedRequest request) {
        String path = request.path();
        if (path.equals(TelesignMessaging.SEND) || path.startsWith(TelesignMessaging.STATUS)) {
            return Optional.of(TelesignMessaging.throttled(request.at()));
        }
        TelesignRefusal refusal = TelesignRefusal.notAttempted(429, -40007, "Rate Limit Exceeded");
        return Optional.of(Reply.json(
                refusal.httpStatus(),
                path.startsWith(COMPLETION)
                        ? refusal.bareBody()
                        : refusal.body(null, path.equals(SEND) ? "sms" : null, request.at())));
    }

    @Override
    public boolean submits(ReceivedRequest request) {
        return request.path().equals(SEND) || request.path().equals(TelesignMessaging.SEND);
    }

    @Override
    public Reply handle(ReceivedRequest request, SimulatedAccount account) {
        String path = request.path();
        Instant now = account.clock().instant();
        if (path.equals(TelesignMessaging.SEND) || path.startsWith(TelesignMessaging.STATUS)) {
            return messaging.handle(request, account);
        }
        if (path.equals(SEND)) {
            String id = account.ids().hex(32);
            String issued = request.header("Authorization").isPresent() ? id : null;
            return answer(
                    () -> {
                        authorize(request, account, "POST");
                        return send(id, request, account);
                    },
                    refusal -> refusal.body(issued, issued == null ? null : "sms", now));
        }
        if (path.startsWith(COMPLETION)) {
            return answer(
                    () -> {
                        authorize(request, account, "PUT");
                        return completion(path.substring(COMPLETION.length()), account);
                    },
                    TelesignRefusal::bareBody);
        }
        if (path.startsWith(STATUS)) {
            String id = path.substring(STATUS.length());
            return answer(
                    () -> {
                        authorize(request, account, "GET");
                        return status(id, request, account);
                    },
                    refusal -> refusal.httpStatus() == 401 ? refusal.body(null, null, now) : refusal.body(id, "", now));
        }
        return answer(
                () -> {
                    authentication.check(request, account.credentials(), account.clock());
                    throw TelesignRefusal.notAttempted(404, -40004, "Requested resource not found");
                },
                refusal -> refusal.body(null, null, now));
    }

    private interface Handler {
        Reply handle();
    }

    private interface ErrorShape {
        Members body(TelesignRefusal refusal);
    }

    private static Reply answer(Handler handler, ErrorShape shape) {
        try {
            return handler.handle();
        } catch (TelesignRefusal refusal) {
            return Reply.json(refusal.httpStatus(), shape.body(refusal));
        }
    }

    private void authorize(ReceivedRequest request, SimulatedAccount account, String method) {
        authentication.check(request, account.credentials(), account.clock());
        if (!request.method().equals(method)) {
            throw TelesignRefusal.notAttempted(405, -40005, "Method not allowed");
        }
    }

    private static Reply send(String id, ReceivedRequest request, SimulatedAccount account) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            throw TelesignRefusal.notAttempted(400, -40006, "Bad request");
        }
        TelesignForm form = new TelesignForm(request.form());
        String senderId = form.senderId();
        if (senderId != null && !account.maySendFrom(senderId)) {
            throw TelesignRefusal.invalid("SenderID", senderId);
        }
        Instant now = account.clock().instant();
        Submission plain = Submission.of(
                id, form.phoneNumber(), senderId, form.text(form.verifyCode().orElse("")), form.asReceived());
        Optional<String> refusal = account.refusalOf(plain).filter(code -> Integer.parseInt(code) < FIRST_OF_MESSAGING);
        if (refusal.isPresent()) {
            return refuse(id, refusal.get(), form.phoneNumber(), now);
        }
        String code = form.verifyCode().orElseGet(() -> account.ids().digits(7));
        account.accept(
                new Submission(id, form.phoneNumber(), senderId, form.text(code), null, code, null, form.asReceived()));
        return Reply.json(
                200,
                state(id, 290, "Message in progress", now)
                        .with(
                                "verify",
                                new Members().with("code_state", "UNKNOWN").with("code_entered", "")));
    }

    private static Reply refuse(String id, String code, String phoneNumber, Instant now) {
        int number = Integer.parseInt(code);
        if (number < 0) {
            throw TelesignErrors.of(number, phoneNumber);
        }
        return Reply.json(
                200,
                state(id, number, STATUS_TEXTS.getOrDefault(number, "Refused"), now)
                        .with(
                                "verify",
                                new Members().with("code_state", "UNKNOWN").with("code_entered", "")));
    }

    private Reply status(String id, ReceivedRequest request, SimulatedAccount account) {
        if (!REFERENCE_ID.matcher(id).matches()) {
            throw TelesignRefusal.invalid("ReferenceID", id);
        }
        List<SimulatedMessage> found = account.find(id);
        if (found.isEmpty() || TelesignMessaging.sent(found.get(0))) {
            throw TelesignRefusal.notAttempted(
                    404, -10001, "CustomerID/ReferenceID not found: CustomerID/ReferenceID Parameter: " + id);
        }
        if (isExpired(found.get(0), account)) {
            throw TelesignRefusal.expired();
        }
        SimulatedMessage message = account.poll(id).get(0);
        Instant now = account.clock().instant();
        String entered = request.queryParameters().get("verify_code");
        TelesignStatus status = TelesignStatus.of(message.state());
        Instant updatedOn = message.state() == MessageState.ACCEPTED ? message.acceptedAt() : now;
        Members reply = state(id, status.code(), status.description(), updatedOn);
        reply.with(
                "verify",
                new Members()
                        .with("code_state", entered == null ? "UNKNOWN" : codeChecks.check(message, entered, now))
                        .with("code_entered", entered == null ? "" : entered));
        return Reply.json(200, message.state().isFinal() ? reply.with("additional_info", parts(message)) : reply);
    }

    /** Whether the gateway no longer knows the id of a message. */
    static boolean isExpired(SimulatedMessage message, SimulatedAccount account) {
        return account.clock().instant().isAfter(message.acceptedAt().plus(LIFE_OF_IDS));
    }

    static Members parts(SimulatedMessage message) {
        String ids = IntStream.range(0, message.segments())
                .mapToObj(part ->
                        String.format(Locale.ROOT, "%s%04X", message.messageId().substring(0, 28), part))
                .collect(Collectors.joining(","));
        return new Members()
                .with("message_part_sequence_number", 1)
                .with("message_parts_count", message.segments())
                .with("message_parts_reference_ids", ids);
    }

    private static Reply completion(String id, SimulatedAccount account) {
        if (!REFERENCE_ID.matcher(id).matches()) {
            throw TelesignRefusal.notAttempted(400, -10001, "Invalid parameter passed");
        }
        List<SimulatedMessage> found = account.find(id);
        if (found.isEmpty() || isExpired(found.get(0), account)) {
            throw TelesignRefusal.notAttempted(404, -10001, "Customer ID / Reference ID not found");
        }
        account.feedback(id);
        return Reply.json(
                200,
                new Members()
                        .with("reference_id", id)
                        .with("subresource", "sms")
                        .with("errors", List.of())
                        .with(
                                "status",
                                new Members()
                                        .with(
                                                "updated_on",
                                                account.clock().instant().toString())
                                        .with("code", "1900")
                                        .with("description", "Verify completion successfully recorded")));
    }

    private static Members state(String id, int code, @Nullable String description, Instant updatedOn) {
        return new Members()
                .with("reference_id", id)
                .with("sub_resource", "sms")
                .with("errors", List.of())
                .with(
                        "status",
                        new Members()
                                .with("updated_on", updatedOn.toString())
                                .with("code", code)
                                .with("description", description));
    }
}

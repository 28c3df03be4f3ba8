package io.github.camelsms.simulator.twofalink;

import io.github.camelsms.simulator.BasicAuth;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.ProviderDouble;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.Submission;
import io.github.camelsms.simulator.WebhookDouble;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * 2FA.link SMS API: {@code POST /sms} with {@code mode} {@code sms}, {@code query} or {@code feedback}.
 *
 * <p>Documented: field formats, {@code errorcode} and {@code statuscode} tables, JSON types (every value of a query
 * reply is a string), the negative price, the short query reply.
 *
 * <ul>
 * <li>guess: every reply to a {@code POST} has HTTP status 200, refusals too; another method gets 405.
 * <li>guess: no {@code Authorization} is 101 like a wrong pair; one that is not Basic or half empty is 202.
 * <li>guess: a body that is not a JSON object lacks every field: 201.
 * <li>guess: {@code content} that is no string is 201; one that is not base64 under {@code base64} 1 is 209.
 * <li>guess: {@code udh} is hexadecimal and begins with its own length.
 * <li>guess: a {@code request_id} of another form than eight hexadecimal digits, hyphen, ten letters is 211.
 * <li>guess: a sender that is not among those the simulator was told is 204.
 * <li>guess: short replies (no more than id and status) are given for 704, 705 and 706.
 * <li>guess: a request beyond the rate is 103 whatever is in it, with HTTP status 200; ids do not expire.
 * <li>guess: feedback on an unknown id answers as a query does, 706.
 * </ul>
 */
public final class TwoFaLinkDouble implements ProviderDouble {

    private static final Pattern TO = Pattern.compile("[0-9]{10,15}");
    private static final Pattern FROM = Pattern.compile("[A-Za-z0-9 ]{2,11}");
    private static final Pattern UDH = Pattern.compile("([0-9A-Fa-f]{2}){2,140}");
    private static final Pattern REQUEST_ID = Pattern.compile("[0-9A-F]{8}-[A-Z]{10}");
    private static final Pattern CODE = Pattern.compile("[1-689][0-9]{2}");
    static final String STANDARD_SENDER = "2FA";
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** {@code errorcode} to {@code errormsg}. */
    private static final Map<Integer, String> ERRORS = Map.ofEntries(
            Map.entry(101, "Invalid API Key or Secret"),
            Map.entry(102, "Invalid Account"),
            Map.entry(103, "Rate Limit Reached"),
            Map.entry(104, "Insufficient Credit in Account"),
            Map.entry(201, "Missing Mandatory Field(s) for Requested Mode"),
            Map.entry(202, "Invalid API Key or Secret Format"),
            Map.entry(203, "Incorrect TO Field Format"),
            Map.entry(204, "Incorrect FROM Field Format"),
            Map.entry(207, "Incorrect MODE Field Format"),
            Map.entry(209, "Incorrect BASE64 Field Format"),
            Map.entry(210, "Incorrect UDH Field Format"),
            Map.entry(211, "Incorrect REQUEST_ID Field Format"),
            Map.entry(301, "SMS Rejected"),
            Map.entry(401, "Temporary Error, Please try again later!"));

    @Override
    public String provider() {
        return "2fa-link";
    }

    @Override
    public String pathPattern() {
        return "/sms(/.*)?";
    }

    @Override
    public Credentials credentials() {
        return Credentials.keyAndSecret("sim-2fa-link-key", "sim-2fa-link-secret");
    }

    @Override
    public BigDecimal pricePerSegment() {
        return new BigDecimal("0.045");
    }

    @Override
    public boolean refusesWith(String code) {
        return CODE.matcher(code).matches();
    }

    @Override
    public Optional<String> refusalCode() {
        return Optional.of("301");
    }

    @Override
    public Optional<Outcome> outcomeOf(String statusCode) {
        return switch (statusCode) {
            case "701" -> Optional.of(Outcome.DELIVERED);
            case "702" -> Optional.of(Outcome.UNDELIVERED);
            case "703" -> Optional.of(Outcome.REJECTED);
            case "704" -> Optional.of(Outcome.EXPIRED);
            case "705" -> Optional.of(Outcome.UNKNOWN);
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<WebhookDouble> webhooks() {
        return Optional.of(new TwoFaLinkReceipts());
    }

    @Override
    public Optional<Reply> throttled(ReceivedRequest request) {
        return request.path().equals("/sms") ? Optional.of(error(103)) : Optional.empty();
    }

    @Override
    public Reply handle(ReceivedRequest request, SimulatedAccount account) {
        if (!request.path().equals("/sms")) {
            return Reply.empty(404);
        }
        if (!request.method().equals("POST")) {
            return Reply.empty(405).withHeader("Allow", "POST");
        }
        try {
            authenticate(request, account.credentials());
            Map<String, @Nullable Object> fields = request.json().orElseThrow(() -> new Refusal(201));
            return switch (mode(fields)) {
                case "sms" -> send(fields, account);
                case "query" -> query(requestId(fields), account);
                case "feedback" -> feedback(requestId(fields), account);
                default -> throw new Refusal(207);
            };
        } catch (Refusal refusal) {
            return error(refusal.code);
        }
    }

    /** Anything but an enquiry or feedback: a body without a mode was meant to be an SMS. */
    @Override
    public boolean submits(ReceivedRequest request) {
        Object mode = request.json().map(fields -> fields.get("mode")).orElse(null);
        return request.path().equals("/sms") && !"query".equals(mode) && !"feedback".equals(mode);
    }

    private static void authenticate(ReceivedRequest request, Credentials expected) {
        String authorization = request.header("Authorization").orElseThrow(() -> new Refusal(101));
        BasicAuth given = BasicAuth.parse(authorization)
                .filter(pair -> !pair.user().isBlank() && !pair.password().isBlank())
                .orElseThrow(() -> new Refusal(202));
        if (!given.equals(new BasicAuth(expected.apiKey(), expected.secret()))) {
            throw new Refusal(101);
        }
    }

    private static String mode(Map<String, @Nullable Object> fields) {
        Object mode = mandatory(fields, "mode");
        return mode instanceof String text ? text : "";
    }

    private static Reply send(Map<String, @Nullable Object> fields, SimulatedAccount account) {
        String to = matching(mandatory(fields, "to"), TO, 203);
        String from = optional(fields, "from")
                .map(value -> matching(value, FROM, 204))
                .orElse(null);
        String content = optional(fields, "content").map(TwoFaLinkDouble::text).orElse("");
        String text = isBase64(fields) ? decode(content) : content;
        String udh = optional(fields, "udh").map(TwoFaLinkDouble::udh).orElse(null);
        if (from != null && !account.maySendFrom(from)) {
            throw new Refusal(204);
        }
        account.refusalOf(Submission.of("", to, from, text, asReceived(fields))).ifPresent(code -> {
            throw new Refusal(Integer.parseInt(code));
        });
        String id = String.format(
                Locale.ROOT,
                "%08X-%s",
                account.clock().instant().getEpochSecond(),
                account.ids().letters(10));
        account.accept(new Submission(id, to, from, text, udh, null, null, asReceived(fields)));
        return Reply.json(
                200,
                new Members().with("errorcode", 100).with("errormsg", "Success").with("request_id", id));
    }

    private static Reply query(String id, SimulatedAccount account) {
        List<SimulatedMessage> found = account.poll(id);
        if (found.isEmpty()) {
            return notFound(id);
        }
        SimulatedMessage message = found.get(0);
        Members members = new Members().with("request_id", id);
        return switch (message.state()) {
            case ACCEPTED, SENT -> Reply.json(200, full(members, message, "SMS Sent", "700"));
            case DELIVERED -> Reply.json(200, full(members, message, "SMS Delivered", "701"));
            case UNDELIVERED -> Reply.json(200, full(members, message, "SMS Undelivered", "702"));
            case REJECTED -> Reply.json(200, full(members, message, "SMS Rejected", "703"));
            case EXPIRED ->
                Reply.json(200, members.with("status", "SMS Expired").with("statuscode", "704"));
            case UNKNOWN, CANCELLED ->
                Reply.json(200, members.with("status", "Unknown").with("statuscode", "705"));
        };
    }

    private static Members full(Members members, SimulatedMessage message, String status, String statusCode) {
        members.with("from", Optional.ofNullable(message.from()).orElse(STANDARD_SENDER))
                .with("to", message.msisdn())
                .with("app_name", "SMS Simulator")
                .with("status", status)
                .with("statuscode", statusCode)
                .with("msg_count", String.valueOf(message.segments()))
                .with("price", message.price().negate().stripTrailingZeros().toPlainString())
                .with("timestamp_submitted", TIME.format(message.acceptedAt()));
        Instant finalAt = message.finalAt();
        return finalAt == null ? members : members.with("timestamp_finalized", TIME.format(finalAt));
    }

    private static Reply feedback(String id, SimulatedAccount account) {
        if (account.find(id).isEmpty()) {
            return notFound(id);
        }
        account.feedback(id);
        return Reply.json(
                200,
                new Members().with("request_id", id).with("status", "Success").with("statuscode", "600"));
    }

    private static Reply notFound(String id) {
        return Reply.json(
                200,
                new Members().with("request_id", id).with("status", "Not Found").with("statuscode", "706"));
    }

    private static Reply error(int code) {
        return Reply.json(
                200, new Members().with("errorcode", code).with("errormsg", ERRORS.getOrDefault(code, "Error")));
    }

    private static Optional<Object> optional(Map<String, @Nullable Object> fields, String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private static Object mandatory(Map<String, @Nullable Object> fields, String name) {
        return optional(fields, name).filter(value -> !value.equals("")).orElseThrow(() -> new Refusal(201));
    }

    private static String matching(Object value, Pattern pattern, int otherwise) {
        if (value instanceof String text && pattern.matcher(text).matches()) {
            return text;
        }
        throw new Refusal(otherwise);
    }

    private static String text(Object content) {
        if (content instanceof String text) {
            return text;
        }
        throw new Refusal(201);
    }

    private static boolean isBase64(Map<String, @Nullable Object> fields) {
        return switch (optional(fields, "base64").map(Object::toString).orElse("0")) {
            case "0" -> false;
            case "1" -> true;
            default -> throw new Refusal(209);
        };
    }

    private static String decode(String content) {
        try {
            return new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new Refusal(209);
        }
    }

    private static String udh(Object value) {
        String udh = matching(value, UDH, 210);
        if (Integer.parseInt(udh.substring(0, 2), 16) != udh.length() / 2 - 1) {
            throw new Refusal(210);
        }
        return udh;
    }

    private static String requestId(Map<String, @Nullable Object> fields) {
        return matching(mandatory(fields, "request_id"), REQUEST_ID, 211);
    }

    private static Map<String, String> asReceived(Map<String, @Nullable Object> fields) {
        Map<String, String> received = new LinkedHashMap<>();
        fields.forEach((name, value) -> received.put(name, String.valueOf(value)));
        return received;
    }

    /** Ends the handling of a request with an {@code errorcode}. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Refusal(int code) {
            super("errorcode " + code, null, false, false);
            this.code = code;
        }
    }
}

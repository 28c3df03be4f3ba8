package io.github.camelsms.simulator.twochat;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.HandsetReply;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.ProviderDouble;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.Submission;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * 2Chat SMS API under {@code /open}: {@code POST /sms/send}, {@code GET /sms/message/{id}}, {@code GET /info},
 * and the reading of channels, conversations and messages.
 *
 * <p>Documented: the key header, the request's fields, 202 with {@code message_id}, the refusal's body, what each HTTP
 * status means. There is no delivery status: an outcome shows in {@link SimulatedMessage#state} alone.
 *
 * <ul>
 * <li>guess: every text of {@code error_message}.
 * <li>guess: a body that is not a JSON object, and a field that is missing or no string, is 400; an empty text and a
 * number that is not E.164 with {@code +} is 422; a sender that is not the account's is 404.
 * <li>guess: the id that a send returns is the one that the message is read by.
 * <li>guess: an unknown path is 404, a known one with another method 406; the key is checked before either.
 * <li>guess: {@code /info} shows a paid account with 60 requests a minute and counts no use; credits never run out.
 * <li>guess: a request beyond the rate is 429 whatever is in it; ids do not expire.
 * <li>guess: subscriptions to webhooks, which are not for SMS, are unknown paths.
 * <li>guess: texts to the United States are taken like all others; how the gateway refuses them is not documented.
 * </ul>
 */
public final class TwoChatDouble implements ProviderDouble {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern CODE = Pattern.compile("[45][0-9]{2}");
    private static final String SEND = "/open/sms/send";
    private static final String INFO = "/open/info";
    private static final String MESSAGE = "/open/sms/message/";

    /** HTTP status to the text that goes with a refusal on demand. */
    private static final Map<String, String> TEXTS = Map.of(
            "402", "No API credits left",
            "403", "Operation not allowed for this account",
            "404", "Sender number not found",
            "406", "Number does not support this operation",
            "422", "to_number can not receive SMS",
            "429", "Too many requests",
            "486", "Number is busy with a previous request",
            "503", "SMS service temporarily unavailable");

    private final TwoChatInbox inbox = new TwoChatInbox();

    @Override
    public String provider() {
        return "2chat";
    }

    @Override
    public String pathPattern() {
        return "/open(/.*)?";
    }

    @Override
    public URI baseUrl(URI root) {
        return root.resolve("/open");
    }

    @Override
    public Credentials credentials() {
        return Credentials.key("sim-2chat-key");
    }

    @Override
    public BigDecimal pricePerSegment() {
        return new BigDecimal("0.007");
    }

    @Override
    public boolean refusesWith(String code) {
        return CODE.matcher(code).matches();
    }

    @Override
    public Optional<String> refusalCode() {
        return Optional.of("422");
    }

    @Override
    public Optional<Reply> throttled(ReceivedRequest request) {
        return Optional.of(error(429, TEXTS.getOrDefault("429", "")));
    }

    @Override
    public Reply handle(ReceivedRequest request, SimulatedAccount account) {
        if (!request.header("X-User-API-Key")
                .equals(Optional.of(account.credentials().apiKey()))) {
            return error(401, "API key is not valid");
        }
        String path = request.path();
        if (path.equals(SEND)) {
            return request.method().equals("POST") ? send(request, account) : notSupported();
        }
        boolean reads = request.method().equals("GET");
        if (path.equals(INFO)) {
            return reads ? info(account) : notSupported();
        }
        if (path.startsWith(MESSAGE) && path.length() > MESSAGE.length()) {
            return reads ? message(path.substring(MESSAGE.length()), account) : notSupported();
        }
        if (TwoChatInbox.serves(path)) {
            return reads ? read(request, account) : notSupported();
        }
        return error(404, "Resource not found");
    }

    @Override
    public boolean submits(ReceivedRequest request) {
        return request.path().equals(SEND);
    }

    private static Reply send(ReceivedRequest request, SimulatedAccount account) {
        Map<String, @Nullable Object> fields = request.json().orElse(null);
        if (fields == null) {
            return error(400, "Request body is not valid JSON");
        }
        for (String name : List.of("from_number", "to_number", "text")) {
            if (!(fields.get(name) instanceof String)) {
                return error(400, name + " is required");
            }
        }
        String from = String.valueOf(fields.get("from_number"));
        String to = String.valueOf(fields.get("to_number"));
        String text = String.valueOf(fields.get("text"));
        if (!E164.matcher(from).matches()) {
            return error(422, "from_number must be in E.164 format");
        }
        if (!E164.matcher(to).matches()) {
            return error(422, "to_number must be in E.164 format");
        }
        if (text.isEmpty()) {
            return error(422, "text must not be empty");
        }
        if (!account.maySendFrom(from)) {
            return error(404, "Sender number not found");
        }
        String msisdn = to.substring(1);
        Map<String, String> received = Map.of("from_number", from, "to_number", to, "text", text);
        Optional<String> refusal = account.refusalOf(Submission.of("", msisdn, from, text, received));
        if (refusal.isPresent()) {
            String code = refusal.get();
            return error(Integer.parseInt(code), TEXTS.getOrDefault(code, "Request refused"));
        }
        String id = "SMO" + account.ids().uuid();
        account.accept(Submission.of(id, msisdn, from, text, received));
        return Reply.json(202, new Members().with("success", true).with("message_id", id));
    }

    private Reply message(String id, SimulatedAccount account) {
        Optional<Members> found =
                inbox.find(id).or(() -> account.poll(id).stream().findFirst().map(TwoChatInbox::sentMembers));
        return found.map(message ->
                        Reply.json(200, new Members().with("success", true).with("message", message)))
                .orElseGet(() -> error(404, "Message not found"));
    }

    private Reply read(ReceivedRequest request, SimulatedAccount account) {
        try {
            return inbox.read(request, account);
        } catch (TwoChatRefusal refusal) {
            return refusal.reply();
        }
    }

    @Override
    public boolean takesReplies() {
        return true;
    }

    @Override
    public void received(HandsetReply reply, SimulatedAccount account) {
        inbox.add(reply, account);
    }

    @Override
    public void reset() {
        inbox.reset();
    }

    private static Reply info(SimulatedAccount account) {
        Instant now = account.clock().instant();
        String uuid = "ACC00000000-0000-4000-8000-000000000001";
        return Reply.json(
                200,
                new Members()
                        .with("success", true)
                        .with(
                                "account",
                                new Members()
                                        .with("name", "SMS Simulator (" + uuid + ")")
                                        .with("uuid", uuid)
                                        .with("on_trial", false)
                                        .with("blocked", false)
                                        .with("created_at", TwoChatInbox.time(now.minus(365, ChronoUnit.DAYS)))
                                        .with("expires_at", TwoChatInbox.time(now.plus(365, ChronoUnit.DAYS))))
                        .with("limits", new Members().with("requests_per_minute", 60))
                        .with(
                                "usage",
                                new Members()
                                        .with("api_request_count", 0)
                                        .with("max_api_request_count", 50_000)
                                        .with("number_check_count", 0)
                                        .with("max_number_check_count", 1_000)));
    }

    private static Reply notSupported() {
        return error(406, "The resource does not support this operation");
    }

    private static Reply error(int status, String text) {
        return TwoChatRefusal.reply(status, text);
    }
}

package io.github.camelsms.test.transmitsms;

import io.github.camelsms.test.BasicAuth;
import io.github.camelsms.test.Credentials;
import io.github.camelsms.test.Members;
import io.github.camelsms.test.ProviderDouble;
import io.github.camelsms.test.ReceivedRequest;
import io.github.camelsms.test.Reply;
import io.github.camelsms.test.SimulatedAccount;
import io.github.camelsms.test.WebhookDouble;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Transmit SMS: {@code /<method>.json} and {@code .xml} for send-sms, get-sms-delivery-status, get-sms-sent, get-sms,
 * get-sms-stats, cancel-sms, format-number and get-balance, by {@code POST} or {@code GET}.
 *
 * <p>Documented: the envelope with its closing error block, codes and their HTTP statuses, one id for all recipients of
 * a call, paging, UTC times, the JSON to XML conversion, the 411 page for a {@code POST} without a length.
 *
 * <ul>
 * <li>guess: credentials are checked before the method's name; a verb other than GET and POST gets 405.
 * <li>guess: a name without suffix, or with another one, gets an HTML page with 404.
 * <li>guess: both {@code to} and {@code list_id} are refused like neither; there are no lists, so any is NOT_FOUND.
 * <li>guess: over 612 characters, over 500 recipients, a {@code send_at} in another form or past, a {@code validity}
 * outside 0 to 4320, a callback that is no URL: FIELD_INVALID, with a description of ours.
 * <li>guess: numbers that are not 7 to 15 international digits are named in {@code fails}; a repeated one counts once;
 * with none left RECIPIENTS_ERROR carries the object {@code fails}, {@code optouts}.
 * <li>guess: {@code message_id} that is no number is FIELD_INVALID; a number that was not among its recipients NOT_FOUND.
 * <li>guess: before the first receipt get-sms-delivery-status says {@code pending} with a null {@code datetime}.
 * <li>guess: an expired message is a {@code soft-bounce}; undelivered and rejected ones are a {@code hard-bounce}; an
 * unknown fate and a cancelled message stay {@code pending}.
 * <li>guess: format-number knows a dozen countries and calls every number of 7 national digits or more a mobile.
 * <li>guess: a sender that is not among those the simulator was told is BAD_CALLER_ID.
 * <li>guess: documented methods that are not simulated are NOT_IMPLEMENTED.
 * </ul>
 */
public final class TransmitSmsDouble implements ProviderDouble {

    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9-]+)\\.(json|xml)");
    private static final Pattern CODE = Pattern.compile("[A-Z]+(_[A-Z]+)*");

    @Override
    public String provider() {
        return "transmitsms";
    }

    @Override
    public String pathPattern() {
        return "/([A-Za-z0-9-]+\\.[A-Za-z]+|[a-z0-9]+(-[a-z0-9]+)+)";
    }

    @Override
    public Credentials credentials() {
        return Credentials.keyAndSecret("0123456789abcdef0123456789abcdef", "s3cr3t-Example");
    }

    @Override
    public BigDecimal pricePerSegment() {
        return new BigDecimal("0.087");
    }

    @Override
    public boolean refusesWith(String code) {
        return CODE.matcher(code).matches();
    }

    @Override
    public Optional<WebhookDouble> webhooks() {
        return Optional.of(new TransmitSmsCallbacks());
    }

    @Override
    public Reply handle(ReceivedRequest request, SimulatedAccount account) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return page(404, "404 Not Found");
        }
        boolean post = request.method().equals("POST");
        if (!post && !request.method().equals("GET")) {
            return Reply.empty(405).withHeader("Allow", "GET, POST");
        }
        if (post
                && request.header("Content-Length").isEmpty()
                && request.header("Transfer-Encoding").isEmpty()) {
            return page(411, "411 Length Required");
        }
        ReplyFormat format = ReplyFormat.valueOf(path.group(2).toUpperCase(Locale.ROOT));
        try {
            authenticate(request, account.credentials());
            Map<String, String> parameters = new LinkedHashMap<>(request.queryParameters());
            parameters.putAll(request.form());
            Members reply = new TransmitSmsMethods(account, new Parameters(parameters)).call(path.group(1));
            return format.write(
                    200,
                    reply.with("error", new Members().with("code", "SUCCESS").with("description", "OK")));
        } catch (TransmitSmsRefusal refusal) {
            return format.write(refusal.status(), refusal.body());
        }
    }

    private static void authenticate(ReceivedRequest request, Credentials expected) {
        String authorization = request.header("Authorization")
                .orElseThrow(
                        () -> new TransmitSmsRefusal(401, "AUTH_FAILED_NO_DATA", "You have not provided auth data."));
        if (!BasicAuth.parse(authorization).equals(Optional.of(new BasicAuth(expected.apiKey(), expected.secret())))) {
            throw TransmitSmsErrors.of("AUTH_FAILED");
        }
    }

    private static Reply page(int status, String title) {
        return Reply.text(
                status,
                "text/html",
                "<html>\n<head><title>" + title + "</title></head>\n<body><center><h1>" + title
                        + "</h1></center><hr><center>nginx</center></body>\n</html>\n");
    }
}

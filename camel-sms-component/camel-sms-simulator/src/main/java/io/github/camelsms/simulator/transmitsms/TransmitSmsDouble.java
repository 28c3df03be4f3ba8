package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.BasicAuth;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.HandsetReply;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.ProviderDouble;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.WebhookDouble;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Transmit SMS: {@code /<method>.json} and {@code .xml}, by {@code POST} or {@code GET}. The methods are in rooms of their
 * own, with what they remember.
 *
 * <p>Documented: the envelope with its closing error block, codes and their HTTP statuses, paging, UTC times, the JSON to XML
 * conversion, the 411 page for a {@code POST} without a length.
 *
 * <ul>
 * <li>guess: credentials are checked before the method's name; a verb other than GET and POST gets 405.
 * <li>guess: a name without suffix, or with another one, gets an HTML page with 404.
 * <li>guess: {@code page} and {@code max} that are out of bounds are FIELD_INVALID; a page behind the last has no rows.
 * <li>guess: in XML, characters of a field's name that no element may have become underscores.
 * <li>guess: a request beyond the rate is refused whatever is in it, wrong credentials too.
 * <li>guess: ids do not expire.
 * <li>guess: an unknown parameter is ignored; a blank one counts as absent.
 * <li>guess: add-credit, add-card and message-reply are NOT_IMPLEMENTED.
 * </ul>
 */
public final class TransmitSmsDouble implements ProviderDouble {

    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9-]+)\\.(json|xml)");
    private static final Pattern CODE = Pattern.compile("[A-Z]+(_[A-Z]+)*");

    private final ContactLists lists = new ContactLists();
    private final Ledger ledger = new Ledger();
    private final ClientMethods clients = new ClientMethods();
    private final NumberMethods numbers = new NumberMethods(ledger);
    private final KeywordMethods keywords = new KeywordMethods(numbers, lists);
    private final Answers answers = new Answers(lists, keywords);
    private final ContactMethods contacts = new ContactMethods(lists);
    private final LinkHits linkHits = new LinkHits();
    private final Queue<HandsetReply> unread = new ConcurrentLinkedQueue<>();
    private final MessageMethods messages = new MessageMethods(lists, answers, linkHits);
    private final List<Room> rooms = List.of(
            new SmsMethods(lists, clients),
            messages,
            new ReportMethods(answers, messages),
            ledger,
            new ListMethods(lists),
            contacts,
            numbers,
            keywords,
            new EmailMethods(numbers),
            clients);
    private final Map<String, Method> methods = new HashMap<>();

    public TransmitSmsDouble() {
        rooms.forEach(room -> methods.putAll(room.methods()));
    }

    @Override
    public String provider() {
        return "transmitsms";
    }

    @Override
    public String pathPattern() {
        return "/([A-Za-z0-9-]+\\.(json|xml)|[A-Za-z0-9]+(-[A-Za-z0-9]+)+\\.[A-Za-z]+|[a-z0-9]+(-[a-z0-9]+)+)";
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
    public Optional<String> refusalCode() {
        return Optional.of("RECIPIENTS_ERROR");
    }

    @Override
    public OptionalInt requestsPerSecond() {
        return OptionalInt.of(2);
    }

    @Override
    public Optional<WebhookDouble> webhooks() {
        return Optional.of(new TransmitSmsCallbacks(numbers, linkHits));
    }

    @Override
    public Optional<Reply> throttled(ReceivedRequest request) {
        Matcher path = PATH.matcher(request.path());
        return path.matches()
                ? Optional.of(formatOf(path)
                        .write(429, TransmitSmsErrors.of("OVER_LIMIT").body()))
                : Optional.empty();
    }

    @Override
    public boolean submits(ReceivedRequest request) {
        return request.path().startsWith("/send-sms");
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
        ReplyFormat format = formatOf(path);
        try {
            Client client = authenticate(request, account.credentials());
            Map<String, String> parameters = new LinkedHashMap<>(request.queryParameters());
            parameters.putAll(request.form());
            Members reply = call(path.group(1), new Call(account, client, new Parameters(parameters)));
            return format.write(
                    200,
                    reply.with("error", new Members().with("code", "SUCCESS").with("description", "OK")));
        } catch (TransmitSmsRefusal refusal) {
            return format.write(refusal.status(), refusal.body());
        }
    }

    @Override
    public boolean takesReplies() {
        return true;
    }

    /**
     * Waits for the next call: whoever tells of a reply may hold locks that a call takes. Where keywords answer it is read on
     * another thread.
     */
    @Override
    public void received(HandsetReply reply, SimulatedAccount account) {
        unread.add(reply);
        if (keywords.answer()) {
            CompletableFuture.runAsync(() -> {
                synchronized (rooms) {
                    read(account);
                }
            });
        }
    }

    @Override
    public boolean followed(SimulatedMessage message, SimulatedAccount account) {
        if (!SendSms.hasLink(message)) {
            return false;
        }
        synchronized (rooms) {
            linkHits.add(
                    message, account.clock().instant(), messages.listOf(message).orElse(null));
        }
        return true;
    }

    private void read(SimulatedAccount account) {
        for (HandsetReply reply = unread.poll(); reply != null; reply = unread.poll()) {
            answers.add(reply, account);
        }
    }

    @Override
    public void optedOut(String msisdn) {
        synchronized (rooms) {
            lists.optOut(msisdn);
        }
    }

    @Override
    public void reset() {
        synchronized (rooms) {
            rooms.forEach(Room::reset);
            answers.reset();
            linkHits.reset();
            unread.clear();
        }
    }

    private Members call(String name, Call call) {
        Method method =
                Optional.ofNullable(methods.get(name)).orElseThrow(() -> TransmitSmsErrors.of("NOT_IMPLEMENTED"));
        synchronized (rooms) {
            read(call.account());
            contacts.takeUpImports(call.now());
            clients.checkAccess(call, name);
            return method.call(call);
        }
    }

    /** @return the client whose keys these are, null for those of the account */
    private @Nullable Client authenticate(ReceivedRequest request, Credentials expected) {
        String authorization = request.header("Authorization")
                .orElseThrow(
                        () -> new TransmitSmsRefusal(401, "AUTH_FAILED_NO_DATA", "You have not provided auth data."));
        BasicAuth keys = BasicAuth.parse(authorization).orElseThrow(() -> TransmitSmsErrors.of("AUTH_FAILED"));
        if (keys.equals(new BasicAuth(expected.apiKey(), expected.secret()))) {
            return null;
        }
        synchronized (rooms) {
            return clients.withKeys(keys).orElseThrow(() -> TransmitSmsErrors.of("AUTH_FAILED"));
        }
    }

    private static ReplyFormat formatOf(Matcher path) {
        return ReplyFormat.valueOf(path.group(2).toUpperCase(Locale.ROOT));
    }

    private static Reply page(int status, String title) {
        return Reply.text(
                status,
                "text/html",
                "<html>\n<head><title>" + title + "</title></head>\n<body><center><h1>" + title
                        + "</h1></center><hr><center>nginx</center></body>\n</html>\n");
    }
}

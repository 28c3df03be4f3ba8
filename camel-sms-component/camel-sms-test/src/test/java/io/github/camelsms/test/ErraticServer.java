package io.github.camelsms.test;

import io.github.camelsms.test.RawServer.Answer;
import io.github.camelsms.test.RawServer.Received;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A provider that fails in 13 ways. Its way depends on the seed and the recipient, so a run can be repeated. Keeps a ledger. */
final class ErraticServer implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("44791(\\d{5})55");
    private static final String HTML = "<html><body>Error</body></html>";

    /**
     * What happened to one message.
     *
     * @param processed how often it was accepted, whatever was answered
     * @param mostRequests the most requests for it that reached one server
     * @param unknowable whether an answer left open what happened
     */
    record Ledger(int processed, int mostRequests, boolean unknowable) {
        private static final Ledger EMPTY = new Ledger(0, 0, false);

        static Ledger sum(Ledger one, Ledger other) {
            return new Ledger(
                    one.processed + other.processed,
                    Math.max(one.mostRequests, other.mostRequests),
                    one.unknowable || other.unknowable);
        }

        private Ledger plus(boolean accepted, boolean open) {
            return new Ledger(processed + (accepted ? 1 : 0), mostRequests + 1, unknowable || open);
        }
    }

    private enum Way {
        GOOD,
        NO_CREDIT,
        BAD_REQUEST,
        REDIRECT,
        THROTTLED,
        END_WITHOUT_A_BYTE,
        RESET_WITHOUT_A_BYTE,
        END_WITHIN_THE_HEAD,
        RESET_WITHIN_THE_BODY,
        TRUNCATED_JSON,
        GARBAGE,
        SERVER_ERROR,
        UNAVAILABLE,
        SILENCE;

        /** Whether the caller cannot know what happened. */
        boolean unknowable() {
            return compareTo(END_WITHOUT_A_BYTE) >= 0;
        }
    }

    private final long seed;
    private final String provider;
    private final RawServer server;
    private final Map<Integer, Ledger> ledger = new ConcurrentHashMap<>();
    private final Set<Way> ways = ConcurrentHashMap.newKeySet();

    ErraticServer(long seed, String provider) throws IOException {
        this.seed = seed;
        this.provider = provider;
        this.server = RawServer.choosing(this::answer);
    }

    static String number(int i) {
        return "+44791" + String.format("%05d", i) + "55";
    }

    String url() {
        return server.url();
    }

    Ledger of(int message) {
        return ledger.getOrDefault(message, Ledger.EMPTY);
    }

    /** How many ways were taken, the good one included. */
    int ways() {
        return ways.size();
    }

    private Answer answer(Received request) {
        List<Integer> messages = NUMBER.matcher(request.body())
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .toList();
        int first = messages.get(0);
        Random random = new Random(seed * 1_000_003 + first);
        Way way = way(random, first);
        ways.add(way);
        boolean accepted = way == Way.GOOD || way.unknowable() && random.nextBoolean();
        messages.forEach(message -> ledger.merge(
                message,
                Ledger.EMPTY.plus(accepted, way.unknowable()),
                (before, now) -> before.plus(accepted, way.unknowable())));
        return answer(way, messages.size());
    }

    /** A pause after 429 and a time-out hold up many, so these two are rare. */
    private static Way way(Random random, int message) {
        if (message % 1400 == 700) {
            return Way.THROTTLED;
        }
        if (message % 300 == 150) {
            return Way.SILENCE;
        }
        Way chosen = Way.values()[random.nextInt(Way.values().length)];
        boolean rare = chosen == Way.THROTTLED || chosen == Way.SILENCE;
        return rare || random.nextInt(100) < 50 ? Way.GOOD : chosen;
    }

    private Answer answer(Way way, int recipients) {
        String good = good(recipients);
        String head = RawServer.head(200, "application/json", "Content-Length: " + good.length());
        String half = good.substring(0, good.length() / 2);
        return switch (way) {
            case GOOD -> RawServer.reply(200, "application/json", good);
            case NO_CREDIT -> RawServer.reply(402, "text/html", HTML);
            case BAD_REQUEST -> RawServer.reply(400, "text/html", HTML);
            case REDIRECT -> RawServer.reply(307, "text/html", HTML, "Location: " + server.url());
            case THROTTLED -> RawServer.reply(429, "text/html", HTML, "Retry-After: 1");
            case END_WITHOUT_A_BYTE -> RawServer.bytesThenEnd("");
            case RESET_WITHOUT_A_BYTE -> RawServer.bytesThenReset("");
            case END_WITHIN_THE_HEAD -> RawServer.bytesThenEnd("HTTP/1.1 20");
            case RESET_WITHIN_THE_BODY -> RawServer.bytesThenReset(head + half);
            case TRUNCATED_JSON -> RawServer.reply(200, "application/json", half);
            case GARBAGE -> RawServer.bytesThenEnd("\u0001\u0002 garbage\r\n\r\n");
            case SERVER_ERROR -> RawServer.reply(500, "text/html", HTML);
            case UNAVAILABLE -> RawServer.reply(503, "text/html", HTML);
            case SILENCE -> RawServer.silence();
        };
    }

    private String good(int recipients) {
        return provider.equals("2fa-link")
                ? ProviderCase.of("2fa-link", "send").goodReply()
                : "{\"message_id\":331694668,\"recipients\":" + recipients
                        + ",\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}}";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

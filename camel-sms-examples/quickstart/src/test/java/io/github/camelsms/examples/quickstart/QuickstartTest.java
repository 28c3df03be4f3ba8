package io.github.camelsms.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.Segments;
import io.github.camelsms.simulator.CallbackKind;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedFeedback;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run of the application, looked at from all sides. */
class QuickstartTest {

    private static final Path INPUT = Path.of("data");
    private static final String BAD_NUMBER = "36";
    private static final String TOO_LONG = "37";
    private static final String REFUSED = "10";
    private static final String BUSY_ONCE = "21";
    private static final String TIMED_OUT = "19";
    private static final String RECEIPT_LOST = "26";
    private static final String NEVER_DECIDED = "28";
    private static final String CODE_TYPED = "46";
    private static final String OPTED_OUT = "47";
    private static final Set<String> SHORTENED = Set.of("38", "39", "40", "41", "42", "43", "45");

    @TempDir
    static Path output;

    private static Simulation simulation;
    private static SmsSimulator simulator;
    private static boolean complete;
    private static String console;
    private static Map<String, Map<String, String>> input;

    @BeforeAll
    static void run() throws Exception {
        simulation = Simulation.start();
        simulator = simulation.simulator();
        input = byId(INPUT.resolve("messages.csv"));
        Map<String, String> properties = new TreeMap<>(simulation.properties());
        properties.put("quickstart.input", INPUT.toString());
        properties.put("quickstart.output", output.toString());
        properties.put("quickstart.wait", "8000"); // for a machine that has more to do
        PrintStream out = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try (PrintStream capturing = new PrintStream(captured, true, StandardCharsets.UTF_8)) {
            System.setOut(capturing);
            complete = Quickstart.run(properties);
        } finally {
            System.setOut(out);
        }
        console = captured.toString(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void stop() {
        simulation.close();
    }

    @Test
    void everyRowHasOneResult() throws Exception {
        long rows = Pattern.compile("(?m)^[0-9]+,(2fa-link|2chat|transmitsms|telesign),")
                .matcher(Files.readString(INPUT.resolve("messages.csv")))
                .results()
                .count();
        List<String> results = List.of(
                Files.readString(output.resolve("results.csv")),
                Files.readString(output.resolve("rejected.csv")),
                Files.readString(output.resolve("unknown.csv")));
        List<String> ids = results.stream()
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("id,"))
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();

        assertThat(rows).isGreaterThanOrEqualTo(30);
        assertThat(ids).hasSize((int) rows).containsExactlyInAnyOrderElementsOf(input.keySet());
        assertThat(complete).isTrue();
        assertThat(console).contains("Rows in: " + rows + ". Rows out: " + rows, "Nothing is lost.");
    }

    @Test
    void statesAreWhatTheProvidersSay() throws Exception {
        Map<String, String> states = byId(output.resolve("results.csv")).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, row -> row.getValue().get("state")));

        assertThat(states).containsEntry("9", "UNDELIVERED").containsEntry("28", "SENT");
        assertThat(states.remove("9")).isNotNull();
        assertThat(states.remove("27")).isIn("UNDELIVERED", "EXPIRED");
        assertThat(states.remove("28")).isNotNull();
        states.forEach((id, state) -> assertThat(state)
                .as("row %s", id)
                .isEqualTo(input.get(id).get("account").equals("2chat") ? "ACCEPTED" : "DELIVERED"));
    }

    @Test
    void rowsAreFinishedByTheirReceiptsAndNotAskedAbout() throws Exception {
        Map<String, Map<String, String>> results = byId(output.resolve("results.csv"));

        assertThat(simulator.callbacks())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
        results.forEach((id, row) -> {
            boolean hasReceipt = !row.get("provider").equals("2chat")
                    && !Set.of(RECEIPT_LOST, NEVER_DECIDED).contains(id);
            assertThat(row.get("source")).as("row %s", id).isEqualTo(hasReceipt ? "receipt" : "query");
            assertThat(queriesAbout(row)).as("row %s", id).hasSize(hasReceipt ? 0 : 1);
            assertThat(simulator.callbacks())
                    .as("row %s", id)
                    .filteredOn(call -> row.get("messageId").equals(call.messageId()))
                    .filteredOn(call -> call.kind() == CallbackKind.RECEIPT
                            && Optional.ofNullable(call.state())
                                    .filter(MessageState::isFinal)
                                    .isPresent())
                    .hasSize(hasReceipt ? 1 : 0);
        });
    }

    @Test
    void repliesAreShownWithTheRowsThatTheyAnswer() throws Exception {
        Map<String, Map<String, String>> replies = new TreeMap<>();
        Map<String, Map<String, String>> results = byId(output.resolve("results.csv"));
        for (Map<String, String> reply : csv(output.resolve("replies.csv"))) {
            results.forEach((id, row) -> {
                if (row.get("messageId").equals(reply.get("inReplyTo"))) {
                    replies.put(id, reply);
                }
            });
        }

        assertThat(replies).containsOnlyKeys("20", BUSY_ONCE, "23");
        assertThat(replies.get("20")).containsEntry("optOut", "false");
        assertThat(replies.get(BUSY_ONCE)).containsEntry("optOut", "true").containsEntry("text", "STOP");
        assertThat(replies.get("23")).containsEntry("text", "Teşekkürler, yarın geliyorum");
        assertThat(console)
                .contains("Replies: 3 in replies.csv, to rows 20, 21, 23; no more SMS wanted: 21.")
                .doesNotContain("Teşekkürler");
    }

    @Test
    void badRowsAreRejectedWithTheirReasons() throws Exception {
        Map<String, Map<String, String>> rejected = byId(output.resolve("rejected.csv"));

        assertThat(rejected).containsOnlyKeys(REFUSED, BAD_NUMBER, TOO_LONG, OPTED_OUT);
        assertThat(rejected.get(REFUSED))
                .containsEntry("errorClass", "REJECTED")
                .containsEntry("code", "301");
        assertThat(rejected.get(BAD_NUMBER)).containsEntry("errorClass", "INVALID_REQUEST");
        assertThat(rejected.get(BAD_NUMBER).get("reason")).contains("CamelSmsTo is not a number", "***38");
        assertThat(rejected.get(TOO_LONG).get("reason"))
                .contains("6 segments of GSM-7", "up to 5 (option maxSegments)");
    }

    @Test
    void messageWithUnknownOutcomeIsPutAsideAndNotSentAgain() throws Exception {
        assertThat(byId(output.resolve("unknown.csv"))).containsOnlyKeys(TIMED_OUT);
        assertThat(sendsTo(TIMED_OUT)).hasSize(1);
    }

    @Test
    void messageThatWasNotSentIsSentAgainAndArrivesOnce() {
        assertThat(sendsTo(BUSY_ONCE)).hasSize(2);
        assertThat(simulator.messages())
                .filteredOn(message -> message.msisdn().equals(msisdn(BUSY_ONCE)))
                .hasSize(1);
    }

    @Test
    void textsArriveAsTheyAre() throws Exception {
        Map<String, SimulatedMessage> arrived =
                simulator.messages().stream().collect(Collectors.toMap(SimulatedMessage::msisdn, Function.identity()));
        Set<String> sent = new TreeSet<>(byId(output.resolve("results.csv")).keySet());

        assertThat(arrived).hasSameSizeAs(sent);
        sent.removeAll(SHORTENED);
        sent.remove(CODE_TYPED);
        for (String id : sent) {
            SimulatedMessage message = arrived.get(msisdn(id));
            String code = message.verifyCode();
            String text = input.get(id).get("text");
            assertThat(message.text().getBytes(StandardCharsets.UTF_8))
                    .as("row %s", id)
                    .isEqualTo((code == null ? text : text.replace("$$CODE$$", code)).getBytes(StandardCharsets.UTF_8));
            String given = input.get(id).get("code");
            assertThat(code).as("row %s", id).matches(c -> given.isEmpty() || given.equals(c));
        }
        assertThat(arrived.get("447700900118").text())
                .isEqualTo("Your table:\n2 × pizza \"Margherita\"\n1 × salad, no onions\n\nSee you at 19:30");
        assertThat(scripts(arrived.values().stream().map(SimulatedMessage::text).collect(Collectors.joining())))
                .contains(
                        Character.UnicodeScript.ARABIC,
                        Character.UnicodeScript.ARMENIAN,
                        Character.UnicodeScript.CYRILLIC,
                        Character.UnicodeScript.DEVANAGARI,
                        Character.UnicodeScript.ETHIOPIC,
                        Character.UnicodeScript.GEORGIAN,
                        Character.UnicodeScript.GREEK,
                        Character.UnicodeScript.HAN,
                        Character.UnicodeScript.HANGUL,
                        Character.UnicodeScript.HEBREW,
                        Character.UnicodeScript.HIRAGANA,
                        Character.UnicodeScript.LATIN,
                        Character.UnicodeScript.TAMIL,
                        Character.UnicodeScript.THAI);
    }

    @Test
    void typographicCharactersMakeWayWhereThatSavesAShortMessage() throws Exception {
        Map<String, Map<String, String>> results = byId(output.resolve("results.csv"));
        Map<String, String> arrived = simulator.messages().stream()
                .collect(Collectors.toMap(SimulatedMessage::msisdn, SimulatedMessage::text));
        results.forEach((id, row) -> {
            boolean replaced = !Set.of("", "0").contains(row.get("replaced"));
            assertThat(replaced).as("row %s", id).isEqualTo(SHORTENED.contains(id));
        });
        int saved = 0;
        for (String id : SHORTENED) {
            String text = input.get(id).get("text");
            assertThat(results.get(id)).containsEntry("segments", "1").containsEntry("encoding", "GSM-7");
            saved += Segments.of(text).count() - 1;
        }

        assertThat(arrived.get(msisdn("40")))
                .isEqualTo(
                        "\"The Winter's Tale\" starts at 19:30 tonight. Doors open at 18:45 - please have your ticket ready.");
        assertThat(saved).isGreaterThanOrEqualTo(SHORTENED.size());
        int segments = results.values().stream()
                .mapToInt(row -> Integer.parseInt(row.get("segments")))
                .sum();
        assertThat(console)
                .contains("encoding=smart: " + segments + " short messages instead of " + (segments + saved) + ", "
                        + SHORTENED.size() + " of " + input.size() + " texts were changed.");
    }

    @Test
    void theCodeThatTheHandsetTypesIsTheOneThatWasSent() throws Exception {
        String text = simulator.messages("2chat").stream()
                .filter(message -> message.msisdn().equals(msisdn(CODE_TYPED)))
                .findFirst()
                .orElseThrow()
                .text();

        assertThat(text).matches("[0-9]{6} is your code for the parcel box\\..*");
        assertThat(byId(output.resolve("results.csv")).get(CODE_TYPED)).containsEntry("checked", "VALID");
        assertThat(console)
                .contains("Codes typed: row " + CODE_TYPED + " VALID.")
                .doesNotContain(text.substring(0, 6));
    }

    @Test
    void whoOptedOutGetsNothing() throws Exception {
        assertThat(byId(output.resolve("rejected.csv")).get(OPTED_OUT)).containsEntry("errorClass", "OPTED_OUT");
        assertThat(simulator.requests("transmitsms"))
                .noneMatch(request -> request.text().contains(msisdn(OPTED_OUT)));
    }

    @Test
    void feedbackIsGivenForWhatWasDelivered() throws Exception {
        List<String> delivered = byId(output.resolve("results.csv")).values().stream()
                .filter(row -> Set.of("2fa-link", "telesign").contains(row.get("provider")))
                .filter(row -> row.get("state").equals("DELIVERED"))
                .map(row -> row.get("messageId"))
                .toList();

        assertThat(delivered).hasSizeGreaterThan(10);
        assertThat(simulator.feedbacks())
                .extracting(SimulatedFeedback::messageId)
                .containsExactlyInAnyOrderElementsOf(delivered);
    }

    @Test
    void neitherConsoleNorFilesShowTextsCodesOrNumbers() throws Exception {
        StringBuilder shown = new StringBuilder(console);
        for (String file : List.of("results.csv", "rejected.csv", "unknown.csv", "replies.csv")) {
            shown.append(Files.readString(output.resolve(file)));
        }
        assertThat(shown).contains("2fa-link");
        for (Map<String, String> row : input.values()) {
            assertThat(shown).doesNotContain(row.get("to"), row.get("to").replaceAll("[^0-9]", ""));
            row.get("text")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> assertThat(shown).doesNotContain(line));
        }
        simulator.messages().stream()
                .map(SimulatedMessage::verifyCode)
                .filter(code -> code != null)
                .forEach(code -> assertThat(shown).doesNotContain(code));
    }

    private static List<ReceivedRequest> sendsTo(String id) {
        return simulator.requests(input.get(id).get("account")).stream()
                .filter(request -> request.path().contains("send"))
                .filter(request -> request.text().contains(msisdn(id)))
                .toList();
    }

    private static List<ReceivedRequest> queriesAbout(Map<String, String> row) {
        String messageId = row.get("messageId");
        return simulator.requests(row.get("provider")).stream()
                .filter(request -> !request.text().contains("\"feedback\"")
                        && !request.method().equals("PUT"))
                .filter(request -> (request.path() + request.query() + request.text()).contains(messageId))
                .toList();
    }

    private static String msisdn(String id) {
        return input.get(id).get("to").replaceAll("[^0-9]", "");
    }

    private static Map<String, Map<String, String>> byId(Path file) throws Exception {
        return csv(file).stream().collect(Collectors.toMap(row -> row.get("id"), row -> row));
    }

    private static List<Map<String, String>> csv(Path file) throws Exception {
        try (InputStream stream = Files.newInputStream(file)) {
            return new Csv().rows(stream);
        }
    }

    private static Set<Character.UnicodeScript> scripts(String text) {
        return text.codePoints()
                .mapToObj(Character.UnicodeScript::of)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Character.UnicodeScript.class)));
    }
}

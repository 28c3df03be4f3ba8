package io.github.camelsms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GsmStandInsTest {

    private static final String LONG = "Your parcel arrives today. ".repeat(3);
    private static final Pattern RANGE = Pattern.compile("U\\+([0-9A-F]{4})(?: to U\\+([0-9A-F]{4}))?");
    private static final Map<String, String> SHOWN =
            Map.of("", "nothing", " ", "a space", "\n", "a line feed", "|", "`\\|`");

    @Test
    void putsOthersWhereTheySaveASegment() {
        assertThat(GsmStandIns.shortened(LONG + "\u201CIt\u2019s here\u201D \u2013 wait\u2026\u00A0now"))
                .isEqualTo(LONG + "\"It's here\" - wait... now");
        assertThat(GsmStandIns.foreign("\u201CIt\u2019s\u201D \uD83D\uDE00")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It\u2019s short", // one segment either way
                "plain text",
                ""
            })
    void leavesWhatWouldNotGetShorter(String text) {
        assertThat(GsmStandIns.shortened(text)).isNull();
    }

    /** Letters, digits, marks and emoji, each in a text that would get shorter without it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0107",
                "\u0434",
                "\u4E2D",
                "\uFF21",
                "\uFF11",
                "\u00BD",
                "\u02BC",
                "e\u0301",
                "\uD83D\uDE00",
                "\u203C",
                "\u2733",
                "\u2122",
                "\u2764\uFE0F",
                "\uD83D",
                "\u0000"
            })
    void leavesATextWithAnotherCharacterWhole(String other) {
        assertThat(GsmStandIns.shortened(LONG + "\u2019" + other)).isNull();
    }

    @Test
    void noLetterDigitOrMarkHasAStandIn() {
        assertThat(GsmStandIns.table()).allSatisfy((c, standIn) -> {
            assertThat(Character.isLetterOrDigit(c)).isFalse();
            assertThat(Character.isSurrogate(c)).isFalse();
            assertThat(GsmAlphabet.septets(c)).isZero();
            assertThat(List.of(
                            Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.OTHER_NUMBER))
                    .doesNotContain((byte) Character.getType(c));
            assertThat(standIn.chars().allMatch(one -> GsmAlphabet.septets((char) one) > 0))
                    .isTrue();
        });
    }

    /** Texts of all kinds: the result is in the GSM alphabet, takes fewer segments, and keeps every letter, digit and emoji. */
    @Test
    void ofManyTextsNoneGetsLongerOrLosesALetter() {
        Random random = new Random(20260915);
        List<Character> standIns = List.copyOf(GsmStandIns.table().keySet());
        int replaced = 0;
        for (int i = 0; i < 100_000; i++) {
            String text = text(random, standIns);
            String shorter = GsmStandIns.shortened(text);
            if (shorter != null) {
                replaced++;
                Segments after = Segments.of(shorter);
                if (after.encoding() != Encoding.GSM_7
                        || after.count() >= Segments.of(text).count()
                        || !kept(text).equals(kept(shorter))
                        || !shorter.equals(written(text))) {
                    assertThat(shorter).as("stand-ins for text %d", i).isNull();
                }
            }
        }
        assertThat(replaced).isBetween(10_000, 90_000);
    }

    private static String text(Random random, List<Character> standIns) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(200);
        int foreign = random.nextInt(8);
        boolean wild = random.nextInt(4) == 0;
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(10);
            if (kind < foreign) {
                text.append(standIns.get(random.nextInt(standIns.size())));
            } else if (wild && random.nextInt(100) == 0) {
                text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            } else {
                text.append((char) (' ' + random.nextInt(64)));
            }
        }
        return text.toString();
    }

    /** With each character that has a stand-in written as that, and the others as they are. */
    private static String written(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.isBmpCodePoint(c) && GsmAlphabet.septets((char) c) == 0
                        ? GsmStandIns.table().getOrDefault((char) c, Character.toString(c))
                        : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static String kept(String text) {
        return text.codePoints()
                .filter(c -> Character.isLetterOrDigit(c) || !Character.isBmpCodePoint(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void theManualHasTheWholeTable() throws IOException {
        String table = GsmStandIns.table().entrySet().stream()
                .map(entry -> String.format(
                        "| U+%04X | %s | %s |",
                        (int) entry.getKey(),
                        Character.getName(entry.getKey()),
                        SHOWN.getOrDefault(entry.getValue(), "`" + entry.getValue() + "`")))
                .collect(Collectors.joining("\n"));

        assertThat(manual()).contains("| --- | --- | --- |\n" + table + "\n");
    }

    /** Where the two lists differ is said in the manual, character by character. */
    @Test
    void theManualHasAllDifferencesFromTwiliosList() throws IOException {
        Map<Integer, String> twilio = twilio();
        Map<Integer, String> ours = new TreeMap<>();
        GsmStandIns.table().forEach((c, standIn) -> ours.put((int) c, standIn));
        Set<Integer> both = new TreeSet<>(twilio.keySet());
        both.retainAll(ours.keySet());
        Set<Integer> same = both.stream()
                .filter(c -> twilio.get(c).equals(ours.get(c)))
                .collect(Collectors.toCollection(TreeSet::new));
        both.removeAll(same);
        Set<Integer> theirs = new TreeSet<>(twilio.keySet());
        theirs.removeAll(ours.keySet());
        ours.keySet().removeAll(twilio.keySet());

        assertThat(twilio).hasSize(270);
        assertThat(listed("### Replaced by Twilio only")).isEqualTo(theirs);
        assertThat(listed("### Replaced otherwise")).isEqualTo(both);
        assertThat(listed("### Replaced here only")).isEqualTo(ours.keySet());
        assertThat(manual()).contains("\n" + same.size() + " are replaced here in the same way");
    }

    private static Map<Integer, String> twilio() throws IOException {
        Map<Integer, String> list = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/twilio-smart-encoding.txt"))) {
            String[] sides = line.split(": ", 2);
            if (!line.startsWith("#")) {
                String replacement = sides[0].equals("-") ? "" : text(sides[0]);
                text(sides[1]).codePoints().forEach(c -> list.put(c, replacement));
            }
        }
        return list;
    }

    private static String text(String codePoints) {
        return Stream.of(codePoints.split(" "))
                .map(hex -> Character.toString(Integer.parseInt(hex, 16)))
                .collect(Collectors.joining());
    }

    private static String manual() throws IOException {
        return Files.readString(Path.of("../../docs/characters.md"));
    }

    /** The characters that a section of the manual names, ranges included. */
    private static Set<Integer> listed(String heading) throws IOException {
        String section = manual().split(heading + "\n", 2)[1].split("\n#", 2)[0];
        Set<Integer> listed = new TreeSet<>();
        RANGE.matcher(section).results().forEach(range -> {
            int first = Integer.parseInt(range.group(1), 16);
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2), 16);
            IntStream.rangeClosed(first, last).forEach(listed::add);
        });
        return listed;
    }
}

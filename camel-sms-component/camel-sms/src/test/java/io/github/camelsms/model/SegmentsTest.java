package io.github.camelsms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithTheCalculator(Case expected) {
        assertThat(Segments.of(expected.text)).isEqualTo(expected.segments);
    }

    @Test
    void emptyTextIsOneSegment() {
        assertThat(Segments.of("")).isEqualTo(new Segments(Encoding.GSM_7, 1, 0, -1, -1));
    }

    @Test
    void extensionCharacterIsNotSplit() {
        // 152 + 2 + 152 septets are 306, two full segments; the euro sign leaves a septet of the first one empty.
        Segments segments = Segments.of("a".repeat(152) + "\u20AC" + "b".repeat(152));

        assertThat(segments.units()).isEqualTo(306);
        assertThat(segments.count()).isEqualTo(3);
    }

    @Test
    void familyIsNotSplit() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";

        Segments segments = Segments.of("a".repeat(60) + family + "b".repeat(63));

        assertThat(segments.units()).isEqualTo(134);
        assertThat(segments.count()).isEqualTo(3);
    }

    @Test
    void namesWhereTheFirstCharacterOutsideGsmStands() {
        Segments segments = Segments.of("Voil\u00E0, a \uD83D\uDE00 and \u4E2D");

        assertThat(segments.encoding()).isEqualTo(Encoding.UCS_2);
        assertThat(segments.forcedAt()).isEqualTo(9);
        assertThat(segments.forcedBy()).isEqualTo(0x1F600);
    }

    @Test
    void countsBeyondThe255SegmentsThatAHeaderCanCount() {
        assertThat(Segments.of("a".repeat(153 * 256)).count()).isEqualTo(256);
    }

    @Test
    void toStringHasNoCharacterOfTheText() {
        assertThat(Segments.of("secret \u4E2D"))
                .hasToString("Segments[encoding=UCS-2, count=1, units=8, forcedAt=7]")
                .asString()
                .doesNotContain("\u4E2D", "20013", "4E2D");
    }

    @Test
    void refusesValuesThatNoTextHas() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Segments(Encoding.GSM_7, 0, 0, -1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Segments(Encoding.GSM_7, 1, -1, -1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Segments(Encoding.GSM_7, 1, 1, 0, 0x4E2D));
        assertThatIllegalArgumentException().isThrownBy(() -> new Segments(Encoding.UCS_2, 1, 1, -1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Segments(Encoding.UCS_2, 1, 1, 0, 0x110000));
    }

    @Test
    void encodingIsWrittenWithAHyphen() throws IOException {
        assertThat(Encoding.GSM_7).hasToString("GSM-7");
        assertThat(Encoding.UCS_2).hasToString("UCS-2");
        assertThat(new ObjectMapper().writeValueAsString(Encoding.UCS_2)).isEqualTo("\"UCS-2\"");
        assertThat(new ObjectMapper().readValue("\"GSM-7\"", Encoding.class)).isEqualTo(Encoding.GSM_7);
    }

    @Test
    void countingAnAsciiTextAllocatesTheRecordAlone() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String text = "Your order is on its way. ".repeat(6).substring(0, 140);
        int units = Segments.of(text).units();

        int calls = 10_000;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            units += Segments.of(text).units();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(units).isEqualTo(140 * (calls + 1));
        // A header of 12 or 16 bytes, a reference of 4 or 8, four ints: 32 or 40 bytes.
        assertThat(allocated).isLessThanOrEqualTo(40L * calls + 1024);
    }

    @Test
    void aHeapOfCombiningMarksFitsOnlyWhereItsUnitsDo() {
        Segments heap = Segments.of("e" + "\u0301".repeat(199));

        assertThat(heap.fitIn(2)).isFalse();
        assertThat(heap.fitIn(3)).isTrue();
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream table = SegmentsTest.class.getResourceAsStream("/segments/cases.json")) {
            JsonNode cases = new ObjectMapper().readTree(table);
            assertThat(cases.size()).isGreaterThanOrEqualTo(150);
            return StreamSupport.stream(cases.spliterator(), false).map(Case::of);
        }
    }

    /** A row of the table that src/test/segments/generate.mjs writes. */
    private record Case(String name, String text, Segments segments) {

        static Case of(JsonNode row) {
            Segments segments = new Segments(
                    row.path("encoding").asText().equals("GSM-7") ? Encoding.GSM_7 : Encoding.UCS_2,
                    row.path("count").asInt(),
                    row.path("units").asInt(),
                    row.path("forcedAt").asInt(),
                    row.path("forcedBy").asInt());
            StringBuilder text = new StringBuilder();
            for (JsonNode piece : row.path("text")) {
                text.append(
                        piece.isArray()
                                ? piece.get(0).asText().repeat(piece.get(1).asInt())
                                : piece.asText());
            }
            return new Case(row.path("name").asText(), text.toString(), segments);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}

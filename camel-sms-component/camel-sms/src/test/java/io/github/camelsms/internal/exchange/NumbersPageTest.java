package io.github.camelsms.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of numbers in the manual says what is sent. */
class NumbersPageTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `(.+?)`.*? \\| (\\+\\d+|refused) \\| (\\+\\d+|refused) \\|");

    private static final Pattern REGION_ROW = Pattern.compile("\\| `(.+?)` \\| ([A-Z]{2}) \\| (\\+\\d+|refused) \\|");

    @Test
    void theTableSaysWhatGoesOut() throws IOException {
        List<Matcher> rows = Files.readAllLines(Path.of("../../docs/sending.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();

        assertThat(rows).hasSizeGreaterThan(20);
        for (Matcher row : rows) {
            assertThat(read(new PhoneNumberReader(null), row.group(1)))
                    .as(row.group())
                    .isEqualTo(row.group(2));
            assertThat(read(new PhoneNumberReader("GB"), row.group(1)))
                    .as(row.group())
                    .isEqualTo(row.group(3));
        }
    }

    @Test
    void theTableOfRegionsSaysWhatGoesOut() throws IOException {
        List<Matcher> rows = Files.readAllLines(Path.of("../../docs/sending.md")).stream()
                .map(REGION_ROW::matcher)
                .filter(Matcher::matches)
                .toList();

        assertThat(rows).hasSizeGreaterThan(10);
        for (Matcher row : rows) {
            assertThat(read(new PhoneNumberReader(row.group(2)), row.group(1)))
                    .as(row.group())
                    .isEqualTo(row.group(3));
        }
    }

    private static String read(PhoneNumberReader reader, String text) {
        try {
            return reader.read(text).e164();
        } catch (IllegalArgumentException refused) {
            return "refused";
        }
    }
}

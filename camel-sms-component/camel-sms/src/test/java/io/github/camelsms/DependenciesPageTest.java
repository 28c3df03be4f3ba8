package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a project gets that depends on this one: exactly what docs/dependencies.md lists. */
class DependenciesPageTest {

    /** As maven-dependency-plugin writes it in the phase generate-test-resources. */
    private static final Path RESOLVED = Path.of("target", "runtime-dependencies.txt");

    private static final Pattern ARTIFACT = Pattern.compile("([\\w.-]+:[\\w.-]+):jar:[\\w.-]+:(?:compile|runtime)(.*)");
    private static final Pattern ROW = Pattern.compile("^\\| `([\\w.-]+:[\\w.-]+)` \\| \\S.*\\|$");

    @Test
    void nothingComesAlongUnnoticed() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "..", "docs", "dependencies.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                listed.add(row.group(1));
            }
        }

        assertThat(resolved()).isNotEmpty().isEqualTo(listed);
    }

    private static Set<String> resolved() throws IOException {
        Set<String> resolved = new TreeSet<>();
        for (String line : Files.readAllLines(RESOLVED)) {
            Matcher artifact = ARTIFACT.matcher(line);
            if (artifact.find() && !artifact.group(2).contains("(optional")) {
                resolved.add(artifact.group(1));
            }
        }
        return resolved;
    }
}

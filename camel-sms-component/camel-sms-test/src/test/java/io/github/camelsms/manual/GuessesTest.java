package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/simulator-guesses.md} lists what the Javadoc of the simulated gateways marks as a guess, no more and no less.
 * After a change run this test with {@code -Dguesses.write=true} and commit the page.
 */
class GuessesTest {

    private static final Path PAGE = Manual.ROOT.resolve("docs/simulator-guesses.md");
    private static final Path DOUBLES = Path.of("../camel-sms-simulator/src/main/java/io/github/camelsms/simulator");
    private static final Pattern GUESS = Pattern.compile("<li>guess: (.*?)(?=<li>|</ul>)", Pattern.DOTALL);
    private static final Pattern SUBJECT = Pattern.compile("/\\*\\*\\s*(?:\\*\\s*)?(.+?)[.:](?=\\s)", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("\\{@\\w+ ([^}]*)}");

    /** Provider to package. */
    private static final Map<String, String> PROVIDERS = new LinkedHashMap<>();

    static {
        PROVIDERS.put("2FA.link", "twofalink");
        PROVIDERS.put("2Chat", "twochat");
        PROVIDERS.put("Transmit SMS", "transmitsms");
        PROVIDERS.put("TeleSign", "telesign");
    }

    @Test
    void thePageListsEveryGuess() throws IOException {
        String expected = page();
        if (Boolean.getBoolean("guesses.write")) {
            Files.writeString(PAGE, expected);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    @Test
    void everyProviderHasSome() {
        assertThat(PROVIDERS.values())
                .allSatisfy(folder -> assertThat(files(folder).stream().flatMap(file -> guesses(file).stream()))
                        .hasSizeGreaterThan(3)
                        .doesNotHaveDuplicates());
    }

    private static String page() {
        return """
                # What the simulator guesses

                The simulated gateways do what the providers' documents say. Where those are silent they do what is listed here; the
                real gateway may differ. The lists are taken from the Javadoc of the simulator, where each guess stands beside the code.
                """
                + PROVIDERS.entrySet().stream()
                        .map(provider -> "\n## " + provider.getKey() + "\n" + sections(provider.getValue()))
                        .collect(Collectors.joining());
    }

    private static String sections(String folder) {
        return files(folder).stream()
                .filter(file -> !guesses(file).isEmpty())
                .map(file -> "\n" + subject(file) + ":\n\n"
                        + guesses(file).stream()
                                .map(guess -> "- " + guess + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    /** The double first, then the other classes by name. */
    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(DOUBLES.resolve(folder))) {
            return files.sorted(Comparator.comparing(GuessesTest::order)).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String order(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith("Double.java") ? "0" : "1") + name;
    }

    /** What the class is about, in the words of its Javadoc. */
    private static String subject(Path file) {
        Matcher subject = SUBJECT.matcher(source(file));
        assertThat(subject.find()).as("Javadoc of %s", file).isTrue();
        return plain(subject.group(1));
    }

    private static List<String> guesses(Path file) {
        String source = source(file);
        List<String> guesses = new ArrayList<>();
        Matcher guess = GUESS.matcher(source);
        while (guess.find()) {
            guesses.add(plain(guess.group(1)));
        }
        assertThat(guesses).as("guesses of %s", file).hasSize(source.split("guess: ", -1).length - 1);
        return guesses;
    }

    private static String plain(String javadoc) {
        String text = javadoc.replaceAll("\\s*\\n \\*\\s*", " ").strip();
        return TAG.matcher(text).replaceAll("`$1`");
    }

    private static String source(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package io.github.camelsms.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md and docs/ as the tests see them. */
final class Manual {

    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("^ *```(.*)$");
    private static final Pattern SOURCE = Pattern.compile("\\[source,(\\w+)]\n----\n(.*?)\n----", Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^(#{1,6}) +(.*?) *$");

    private Manual() {}

    /** The page in the form of Camel's own components, its blocks of code as they would stand in the others. */
    static Page componentPage() {
        String name = "camel-sms-component/camel-sms/src/main/docs/sms-component.adoc";
        try {
            String text = Files.readString(ROOT.resolve(name));
            return Page.read(name, SOURCE.matcher(text).replaceAll("```$1\n$2\n```"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Every page, README.md first. */
    static List<Page> pages() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(Manual::page)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @param name relative to the root, such as {@code docs/errors.md} */
    static Page page(String name) {
        return page(ROOT.resolve(name));
    }

    private static Page page(Path file) {
        try {
            return Page.read(ROOT.relativize(file).toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * One page.
     *
     * @param name relative to the root
     * @param text as it stands in the file
     * @param prose the text without its blocks, line by line
     * @param anchors what a link may name after {@code #}
     */
    record Page(String name, String text, List<String> prose, Set<String> anchors, List<Block> blocks) {

        static Page read(String name, String text) {
            List<String> prose = new ArrayList<>();
            Set<String> anchors = new HashSet<>();
            List<Block> blocks = new ArrayList<>();
            String section = "";
            String info = null;
            int begin = 0;
            StringBuilder code = new StringBuilder();
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                Matcher fence = FENCE.matcher(line);
                if (fence.matches() && info == null) {
                    info = fence.group(1).strip();
                    begin = number;
                    code.setLength(0);
                } else if (fence.matches()) {
                    blocks.add(new Block(name, begin, section, info, code.toString()));
                    info = null;
                } else if (info != null) {
                    code.append(line).append('\n');
                } else {
                    prose.add(line);
                    Matcher heading = HEADING.matcher(line);
                    if (heading.matches()) {
                        anchors.add(anchor(heading.group(2)));
                        section = heading.group(1).length() <= 2 ? heading.group(2) : section;
                    }
                }
            }
            if (info != null) {
                throw new IllegalStateException(name + ":" + begin + " opens a block that is never closed");
            }
            return new Page(name, text, prose, anchors, blocks);
        }

        /** As GitHub makes it out of a heading. */
        private static String anchor(String heading) {
            return heading.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
        }

        /** The only block of that language below a heading. */
        Block block(String section, String language) {
            List<Block> found = blocks.stream()
                    .filter(block ->
                            block.section().equals(section) && block.language().equals(language))
                    .toList();
            if (found.size() != 1) {
                throw new IllegalArgumentException(
                        name + " has " + found.size() + " blocks of " + language + " below \"" + section + "\"");
            }
            return found.get(0);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A block of code.
     *
     * @param line where it begins
     * @param section heading of first or second level above it
     * @param info what stands behind the back-ticks: a language, and {@code start} when its routes are only to be started
     */
    record Block(String page, int line, String section, String info, String text) {

        String language() {
            return info.split(" ", 2)[0];
        }

        boolean startOnly() {
            return info.endsWith(" start");
        }

        @Override
        public String toString() {
            return page + ":" + line + " " + info;
        }
    }
}

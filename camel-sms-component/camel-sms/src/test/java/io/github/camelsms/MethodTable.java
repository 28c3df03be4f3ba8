package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the tables of methods in docs/calling.md: the method, what it does, and the cells that the code knows as well. After a change of
 * the code run the test that uses it with {@code -Dreference.write=true}, which writes these cells anew, and commit the page.
 *
 * @param section heading above the table
 */
public record MethodTable(String section) {

    private static final Path PAGE = Path.of("..", "..", "docs", "calling.md");
    private static final Pattern ROW = Pattern.compile("\\| `([\\w-]+)` \\| (\\S[^|]*?) \\|(.*)\\|");

    /** @param methods the cells behind what it does, by the name of the method */
    public void says(Map<String, List<String>> methods) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        Map<String, List<String>> found = new TreeMap<>();
        String heading = "";
        for (int i = 0; i < lines.size(); i++) {
            heading = lines.get(i).startsWith("## ") ? lines.get(i).substring(3) : heading;
            Matcher row = ROW.matcher(lines.get(i));
            if (heading.equals(section) && row.matches()) {
                String method = row.group(1);
                if (Boolean.getBoolean("reference.write") && methods.containsKey(method)) {
                    lines.set(i, row(method, row.group(2), methods.get(method)));
                    row = ROW.matcher(lines.get(i));
                    assertThat(row.matches()).isTrue();
                }
                found.put(
                        method,
                        Stream.of(row.group(3).split("\\|")).map(String::strip).toList());
            }
        }
        if (Boolean.getBoolean("reference.write")) {
            Files.write(PAGE, lines);
        }
        assertThat(found).isEqualTo(new TreeMap<>(methods));
    }

    private static String row(String method, String what, List<String> cells) {
        List<String> all = new ArrayList<>(List.of("`" + method + "`", what));
        all.addAll(cells);
        return "| " + String.join(" | ", all) + " |";
    }

    /** {@code `a`, `b`}, in alphabetical order. */
    public static String names(Iterable<String> names) {
        return stream(names).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** {@code **`a`**, **`b`**}, in alphabetical order. */
    public static String bold(Iterable<String> names) {
        return stream(names).map(name -> "**`" + name + "`**").collect(Collectors.joining(", "));
    }

    private static Stream<String> stream(Iterable<String> names) {
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        return sorted.stream();
    }
}

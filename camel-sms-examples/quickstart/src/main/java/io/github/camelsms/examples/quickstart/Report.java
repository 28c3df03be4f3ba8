package io.github.camelsms.examples.quickstart;

import io.github.camelsms.model.Segments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of every row, read back from the files: nothing is taken on trust of the routes. */
public final class Report {

    private static final List<String> FILES = List.of("results.csv", "rejected.csv", "unknown.csv");
    private static final List<String> COLUMNS = List.of(
            "id",
            "provider",
            "messageId",
            "segments",
            "encoding",
            "state",
            "price",
            "currency",
            "source",
            "errorClass",
            "code");

    private final Csv csv;
    private volatile boolean complete;

    Report(Csv csv) {
        this.csv = csv;
    }

    /** Whether every row of the input is in one of the files, once. */
    public boolean isComplete() {
        return complete;
    }

    /**
     * The rows of all files in the order of the input, and whether none is missing.
     *
     * @param input folder of {@code messages.csv}
     * @param output folder of the results
     */
    public String table(String input, String output) throws IOException {
        List<Map<String, String>> messages = read(Path.of(input, "messages.csv"));
        List<String> expected = ids(messages);
        List<Map<String, String>> results = new ArrayList<>();
        StringBuilder counts = new StringBuilder();
        for (String file : FILES) {
            List<Map<String, String>> rows = read(Path.of(output, file));
            results.addAll(rows);
            counts.append(counts.isEmpty() ? "" : ", ")
                    .append(rows.size())
                    .append(" in ")
                    .append(file);
        }
        results.sort(Comparator.comparingInt(row -> expected.indexOf(row.get("id"))));
        complete = ids(results).equals(expected);
        return lines(results)
                + String.format(
                        "%n%s%n%s%n%s%nRows in: %d. Rows out: %d (%s). %s%nFiles: %s",
                        replies(read(Path.of(output, "replies.csv")), results),
                        checks(results),
                        saving(messages, results),
                        expected.size(),
                        results.size(),
                        counts,
                        complete ? "Nothing is lost." : "ROWS ARE LOST OR DOUBLE.",
                        Path.of(output).toAbsolutePath());
    }

    private List<Map<String, String>> read(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return csv.rows(stream);
        }
    }

    /** How many replies came and to which rows, without what people wrote: that is in the file. */
    private static String replies(List<Map<String, String>> replies, List<Map<String, String>> results) {
        List<String> answered = rows(replies, results);
        List<String> optedOut = rows(
                replies.stream()
                        .filter(reply -> Boolean.parseBoolean(reply.get("optOut")))
                        .toList(),
                results);
        return "Replies: " + replies.size() + " in replies.csv"
                + (answered.isEmpty() ? "" : ", to rows " + String.join(", ", answered))
                + (optedOut.isEmpty() ? "." : "; no more SMS wanted: " + String.join(", ", optedOut) + ".");
    }

    /** What became of the codes that recipients typed. */
    private static String checks(List<Map<String, String>> results) {
        String checks = results.stream()
                .filter(row -> !row.getOrDefault("checked", "").isEmpty())
                .map(row -> "row " + row.get("id") + " " + row.get("checked"))
                .collect(Collectors.joining(", "));
        return "Codes typed: " + (checks.isEmpty() ? "none" : checks) + ".";
    }

    /** What the replacement of typographic characters has saved. */
    private static String saving(List<Map<String, String>> messages, List<Map<String, String>> results) {
        Map<String, String> texts = messages.stream()
                .collect(Collectors.toMap(
                        row -> row.getOrDefault("id", ""), row -> row.getOrDefault("text", ""), (one, other) -> one));
        int sent = 0;
        int replaced = 0;
        int saved = 0;
        for (Map<String, String> row : results) {
            int segments = number(row.get("segments"));
            sent += segments;
            if (number(row.get("replaced")) > 0) {
                replaced++;
                saved += Segments.of(texts.getOrDefault(row.getOrDefault("id", ""), ""))
                                .count()
                        - segments;
            }
        }
        return String.format(
                "encoding=smart: %d short messages instead of %d, %d of %d texts were changed.",
                sent, sent + saved, replaced, messages.size());
    }

    private static int number(@Nullable String cell) {
        return cell == null || cell.isEmpty() ? 0 : Integer.parseInt(cell);
    }

    private static List<String> rows(List<Map<String, String>> replies, List<Map<String, String>> results) {
        Set<String> answered = replies.stream()
                .map(reply -> reply.getOrDefault("inReplyTo", ""))
                .collect(Collectors.toSet());
        return ids(results.stream()
                .filter(row -> answered.contains(row.getOrDefault("messageId", "-")))
                .toList());
    }

    private static List<String> ids(List<Map<String, String>> rows) {
        return rows.stream().map(row -> row.getOrDefault("id", "")).toList();
    }

    private static String lines(List<Map<String, String>> rows) {
        StringBuilder format = new StringBuilder();
        for (String column : COLUMNS) {
            int width = rows.stream()
                    .mapToInt(row -> row.getOrDefault(column, "").length())
                    .reduce(column.length(), Math::max);
            format.append("%-").append(width + 2).append('s');
        }
        String title = String.format(format.toString(), COLUMNS.toArray());
        return rows.stream()
                .map(row -> String.format(
                        format.toString(),
                        COLUMNS.stream().map(name -> row.getOrDefault(name, "")).toArray()))
                .map(String::stripTrailing)
                .collect(Collectors.joining(
                        System.lineSeparator(),
                        title.stripTrailing() + System.lineSeparator(),
                        System.lineSeparator()));
    }
}

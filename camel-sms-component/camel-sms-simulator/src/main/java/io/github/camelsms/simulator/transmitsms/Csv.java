package io.github.camelsms.simulator.transmitsms;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values (RFC 4180), read forgivingly: semicolons separate too where the first line has no comma. */
final class Csv {

    private Csv() {}

    /** Rows without those that are blank. */
    static List<List<String>> rows(String text) {
        String first = text.lines().findFirst().orElse("");
        char separator = first.indexOf(',') < 0 && first.indexOf(';') >= 0 ? ';' : ',';
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (quoted) {
                boolean twice = character == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (character != '"' || twice) {
                    cell.append(character);
                    i += twice ? 1 : 0;
                } else {
                    quoted = false;
                }
            } else if (character == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (character == separator) {
                row.add(cell.toString());
                cell.setLength(0);
            } else if (character == '\n') {
                end(rows, row, cell);
                row = new ArrayList<>();
            } else if (character != '\r' && character != '\uFEFF') {
                cell.append(character);
            }
        }
        end(rows, row, cell);
        return rows;
    }

    private static void end(List<List<String>> rows, List<String> row, StringBuilder cell) {
        row.add(cell.toString());
        cell.setLength(0);
        if (row.stream().anyMatch(value -> !value.isBlank())) {
            rows.add(row);
        }
    }
}

package io.github.camelsms.examples.orders;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of the database as a page of HTML. */
public final class RatesPage {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>Delivery rates</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem }
            th, td { padding: .2rem 1rem .2rem 0; text-align: left }
            </style>
            </head>
            <body>
            <h1>Delivery rates</h1>
            <table>
            <tr><th>Provider</th><th>Day (UTC)</th><th>Sent</th><th>Delivered</th><th>Failed</th><th>Delivered of sent</th></tr>
            %s
            </table>
            <h2>To look at</h2>
            <table>
            <tr><th>Order</th><th>Shop</th><th>State</th><th>Reason</th></tr>
            %s
            </table>
            </body>
            </html>
            """;

    /**
     * Two tables.
     *
     * @param rates rows of {@code sql/rates.sql}
     * @param problems orders that were not sent, or of which nobody knows
     */
    public String html(List<Map<String, Object>> rates, List<Map<String, Object>> problems) {
        return PAGE.formatted(
                rows(rates.stream()
                        .map(row -> Stream.of(
                                row.get("provider"),
                                row.get("sent_on"),
                                row.get("sent"),
                                row.get("delivered"),
                                row.get("failed"),
                                percent(row.get("delivered"), row.get("sent"))))),
                rows(problems.stream()
                        .map(row -> Stream.of(row.get("id"), row.get("shop"), row.get("state"), row.get("reason")))));
    }

    private static String rows(Stream<Stream<@Nullable Object>> rows) {
        return rows.map(cells ->
                        cells.map(cell -> "<td>" + escape(cell) + "</td>").collect(Collectors.joining()))
                .map(cells -> "<tr>" + cells + "</tr>")
                .collect(Collectors.joining("\n"));
    }

    private static String percent(@Nullable Object part, @Nullable Object whole) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * count(part) / count(whole));
    }

    private static double count(@Nullable Object cell) {
        return cell instanceof Number number ? number.doubleValue() : 0;
    }

    private static String escape(@Nullable Object cell) {
        return cell == null
                ? ""
                : cell.toString()
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;");
    }
}

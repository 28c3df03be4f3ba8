package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.util.List;

/**
 * The page of a list that was asked for.
 *
 * @param number from 1
 * @param max    rows on a page, 1 to 100
 */
record Page(int number, int max) {

    private static final int MOST_ROWS = 100;
    private static final int ROWS = 10;

    static Page of(Parameters parameters) {
        return new Page(
                parameters.number("page", 1, Integer.MAX_VALUE).orElse(1),
                parameters.number("max", 1, MOST_ROWS).orElse(ROWS));
    }

    /** The block that opens the reply. An empty list has one page. */
    Members block(List<?> all) {
        return new Members()
                .with("count", Math.max(1, (all.size() + max - 1) / max))
                .with("number", number);
    }

    /** Its rows; none behind the last page. */
    <T> List<T> rows(List<T> all) {
        return all.stream().skip((number - 1L) * max).limit(max).toList();
    }
}

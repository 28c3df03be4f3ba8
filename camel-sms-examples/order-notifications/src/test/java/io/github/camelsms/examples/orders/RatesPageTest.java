package io.github.camelsms.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesPageTest {

    @Test
    void whatOrdersSayIsNotReadAsHtml() {
        String html = new RatesPage()
                .html(
                        List.of(),
                        List.of(Map.of("id", "<script>&\"", "shop", "uk", "state", "NOT_SENT", "reason", "x")));

        assertThat(html)
                .contains("<td>&lt;script&gt;&amp;&quot;</td><td>uk</td>")
                .doesNotContain("<script>");
    }

    @Test
    void ratesAreRounded() {
        Map<String, Object> row =
                Map.of("provider", "2fa-link", "sent_on", "2026-11-23", "sent", 3L, "delivered", 2L, "failed", 1L);

        assertThat(new RatesPage().html(List.of(row), List.of()))
                .contains("<td>2fa-link</td><td>2026-11-23</td><td>3</td><td>2</td><td>1</td><td>66.7 %</td>");
    }
}

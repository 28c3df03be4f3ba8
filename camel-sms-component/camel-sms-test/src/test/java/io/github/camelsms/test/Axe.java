package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Deque's axe-core: what of a page keeps people with a screen reader, or with a keyboard alone, from using it. */
final class Axe {

    private static final String SCRIPT = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    /** All rules that it has for WCAG 2.2, levels A and AA, and its best practices. */
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
              found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
                rule.id + ' (' + rule.impact + '): ' + node.html.slice(0, 200) + ' ' + node.failureSummary))),
              failure => done(['axe failed: ' + failure]));
            """;

    private final Browser browser;
    private final String script;

    Axe(Browser browser) throws IOException {
        this.browser = browser;
        try (InputStream file = Axe.class.getResourceAsStream(SCRIPT)) {
            script = new String(Objects.requireNonNull(file, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** @param what the page shows, for the message */
    void check(String what) {
        if (!Boolean.TRUE.equals(browser.script("return typeof axe === 'object'"))) {
            browser.script(script);
        }
        assertThat((List<?>) browser.scriptWithCallback(RUN)).as(what).isEmpty();
    }
}

package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsComponent;
import io.github.camelsms.manual.Manual.Block;
import io.github.camelsms.manual.Manual.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the manual without running it: its URIs are the component's, its links lead somewhere. */
class ManualTest {

    private static final Pattern URI =
            Pattern.compile("\\bsms:[a-z]++(?!-)(?:\\?(?:RAW\\([^)]*\\)|[^\\s\"'`<>|)\\]])*)?");
    private static final String SYNTAX = "sms:operation";
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
    private static final Set<String> LANGUAGES =
            Set.of("java", "js", "yaml", "xml", "properties", "sh", "json", "text", "csv");

    private static CamelCatalog catalog;

    @BeforeAll
    static void addComponentToCatalogue() throws IOException {
        catalog = new DefaultCamelCatalog();
        try (InputStream json = SmsComponent.class.getResourceAsStream("/META-INF/io/github/camelsms/sms.json")) {
            catalog.addComponent(
                    "sms", SmsComponent.class.getName(), new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static Stream<Page> pages() {
        return Manual.pages().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyUriIsValid(Page page) {
        assertThat(wrongUris(page)).isEmpty();
    }

    @Test
    void everyUriOfTheComponentPageIsValid() {
        assertThat(wrongUris(Manual.componentPage())).isEmpty();
    }

    @Test
    void aWrongUriIsSeen() {
        Page page = Page.read(
                "x.md",
                "`sms:sent?provider=2chat`, `sms:send?keys=1`\n"
                        + "```xml\n"
                        + "<to uri=\"sms:send?apiKey=RAW(a)&amp;maxSegments=two\"/>\n"
                        + "<to uri=\"sms:query?apiKey=RAW(a+b)\"/>\n"
                        + "```\n");

        assertThat(wrongUris(page))
                .hasSize(3)
                .anyMatch(wrong -> wrong.contains("sms:sent"))
                .anyMatch(wrong -> wrong.contains("sms:send?keys"))
                .anyMatch(wrong -> wrong.contains("maxSegments"));
    }

    private static List<String> wrongUris(Page page) {
        List<String> wrong = new ArrayList<>();
        Matcher uris = URI.matcher(page.text().replace("&amp;", "&"));
        while (uris.find()) {
            EndpointValidationResult result = catalog.validateEndpointProperties(uris.group());
            if (!result.isSuccess() && !uris.group().equals(SYNTAX)) {
                wrong.add(uris.group() + ": " + result.summaryErrorMessage(false));
            }
        }
        return wrong;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Page page) {
        assertThat(deadLinks(page)).isEmpty();
    }

    @Test
    void aDeadLinkIsSeen() {
        Page page = Page.read(
                "docs/x.md",
                "# Here\n[a](#here) [b](#there) [c](errors.md) [d](gone.md) `[e](code.md)`\n"
                        + "[f](errors.md#no-such-heading) [g](https://camel.apache.org/)\n");

        assertThat(deadLinks(page)).containsExactly("#there", "gone.md", "errors.md#no-such-heading");
    }

    private static List<String> deadLinks(Page page) {
        List<String> dead = new ArrayList<>();
        for (String line : page.prose()) {
            Matcher links = LINK.matcher(INLINE_CODE.matcher(line).replaceAll(""));
            while (links.find()) {
                String link = links.group(1);
                if (!link.startsWith("https://") && !leadsSomewhere(page, link)) {
                    dead.add(link);
                }
            }
        }
        return dead;
    }

    private static boolean leadsSomewhere(Page page, String link) {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty()
                ? Manual.ROOT.resolve(page.name())
                : Manual.ROOT.resolve(page.name()).resolveSibling(parts[0]);
        if (parts.length == 1) {
            return Files.exists(file);
        }
        Page target = parts[0].isEmpty()
                ? page
                : Manual.page(Manual.ROOT.relativize(file.normalize()).toString());
        return target.anchors().contains(parts[1]);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockNamesALanguage(Page page) {
        assertThat(page.blocks()).extracting(Block::language).isSubsetOf(LANGUAGES);
    }
}

package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/reference.md equal to what the catalogue says. After a change of an option or a header, run {@code mvn -Pquick test -pl
 * camel-sms-component/camel-sms -Dtest=ReferencePageTest -Dreference.write=true} and commit the page.
 */
class ReferencePageTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "reference.md");

    /** What Camel's catalogue has no place for. */
    private static final Map<String, String> PROPERTIES = new TreeMap<>(Map.of(
            SmsConstants.RAW_REPLY,
            "HttpResponse | The provider's last reply as it came; a List of them after a bulk send that is not an iterator. For debugging.",
            SmsConstants.RAW_REQUEST,
            "WebhookRequest | The call of the provider that brought this event. For debugging.",
            SmsConstants.FAILED_ACCOUNTS,
            "List | `AccountFailure`s of the accounts that did not send the message, in the order in which they were tried.",
            SmsConstants.NEXT_PAGE,
            "Map | Parameters by which a paged call goes on after the page at hand; none after the last."));

    @Test
    void theReferencePageIsTheCatalogue() throws IOException {
        String page = render(Catalogue.read());
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).hasContent(page);
    }

    private static String render(JsonNode catalogue) {
        StringBuilder page = new StringBuilder("""
                # Reference

                Generated from the component's catalogue entry (`META-INF/io/github/camelsms/sms.json` in the jar). `sms:operation[?options]`,
                with `operation` one of `send`, `query`, `feedback`, `call`, `dlr` and `inbound`.

                ## Options of an endpoint

                """);
        page.append("| option | type | default | what it is |\n| --- | --- | --- | --- |\n");
        for (Map.Entry<String, JsonNode> option : catalogue.get("properties").properties()) {
            if (option.getValue().path("kind").asText().equals("parameter")
                    && !SmsComponent.POLLING.contains(option.getKey())) {
                page.append(row(name(option), option.getValue()));
            }
        }
        page.append("""

                Each but `to`, `path`, `method`, `paging`, `rawReply`, `polling` and what Camel gives to every endpoint
                (`bridgeErrorHandler`, `exceptionHandler`, `exchangePattern`, `lazyStartProducer`) may also stand on the component (`camel.component.sms.apiKey=...`) or on a named
                account (`camel.component.sms.accounts[main].apiKey=...`); the nearer one wins. Credentials, `baseUrl` and
                options that only one provider has are never taken from a level that names another provider. `account` and
                `synchronous` may stand on the component, not on an account.

                ## Options of an endpoint that polls

                Of `sms:inbound` with `polling=true`; everywhere else they are refused.

                | option | type | default | what it is |
                | --- | --- | --- | --- |
                """);
        for (Map.Entry<String, JsonNode> option : catalogue.get("properties").properties()) {
            if (SmsComponent.POLLING.contains(option.getKey())) {
                page.append(row(name(option), option.getValue()));
            }
        }
        page.append("""

                ## Options of the component alone

                | option | type | default | what it is |
                | --- | --- | --- | --- |
                """);
        for (Map.Entry<String, JsonNode> option :
                catalogue.get("componentProperties").properties()) {
            if (!catalogue.get("properties").has(option.getKey())) {
                page.append(row(option.getKey(), option.getValue()));
            }
        }
        page.append("""

                ## Headers

                | header | type | what it is |
                | --- | --- | --- |
                """);
        for (Map.Entry<String, JsonNode> header : catalogue.get("headers").properties()) {
            JsonNode value = header.getValue();
            page.append("| `").append(header.getKey()).append("` | ").append(Catalogue.type(value));
            page.append(" | ").append(cell(value)).append(" |\n");
        }
        page.append("""

                ## Exchange properties

                | property | type | what it is |
                | --- | --- | --- |
                """);
        PROPERTIES.forEach((name, meaning) ->
                page.append("| `").append(name).append("` | ").append(meaning).append(" |\n"));
        return page.toString();
    }

    private static String name(Map.Entry<String, JsonNode> option) {
        return option.getValue().path("multiValue").asBoolean()
                ? option.getValue().path("prefix").asText() + "xxx"
                : option.getKey();
    }

    private static String row(String name, JsonNode option) {
        String values = StreamSupport.stream(option.path("enum").spliterator(), false)
                .map(value -> "`" + value.asText() + "`")
                .collect(Collectors.joining(", "));
        String standard = option.path("defaultValue").asText();
        return "| `" + name + "` | " + (values.isEmpty() ? Catalogue.type(option) : values) + " | "
                + (standard.isEmpty() ? "" : "`" + standard + "`") + " | "
                + (option.path("secret").asBoolean() ? "**Secret.** " : "") + cell(option) + " |\n";
    }

    private static String cell(JsonNode value) {
        return value.path("description").asText().replace("|", "\\|");
    }
}

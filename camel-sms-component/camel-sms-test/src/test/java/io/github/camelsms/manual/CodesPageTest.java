package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.manual.Manual.Block;
import io.github.camelsms.manual.Manual.Page;
import io.github.camelsms.simulator.SmsSimulator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the page on codes, in each of its languages: what one sends the other accepts, once. */
class CodesPageTest {

    private static final String XML_SEAM = "</routes>\n<routes xmlns=\"http://camel.apache.org/schema/spring\">\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml", "xml"})
    void theCodeThatIsSentIsAccepted(String language) throws Exception {
        Page page = Manual.page("docs/codes.md");
        List<Block> blocks = page.blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
        assertThat(blocks).hasSize(2);
        Block both = new Block(
                page.name(),
                blocks.get(0).line(),
                blocks.get(0).section(),
                language,
                blocks.stream().map(Block::text).collect(Collectors.joining()).replace(XML_SEAM, ""));

        try (SmsSimulator simulator = SmsSimulator.start()) {
            Main main = new Snippets(simulator, folder).start(page, both);
            try {
                call(main, "direct:login", "", Map.of("CamelSmsTo", Snippets.NUMBER));
                String text = simulator.messages().get(0).text();
                assertThat(text).matches("\\d{6} is your code for Acme");
                String code = text.substring(0, 6);

                assertThat(typed(main, (code.startsWith("1") ? "2" : "1") + code.substring(1)))
                        .isEqualTo("INVALID");
                assertThat(typed(main, code)).isEqualTo("VALID");
                assertThat(typed(main, code)).isEqualTo("NOT_FOUND");
            } finally {
                main.stop();
            }
        }
    }

    private static Object typed(Main main, String code) {
        return call(main, "direct:typed", code, Map.of("CamelSmsTo", Snippets.NUMBER))
                .getMessage()
                .getHeader("CamelSmsCodeState");
    }

    private static Exchange call(Main main, String route, String body, Map<String, Object> headers) {
        Exchange exchange = main.getCamelContext()
                .createFluentProducerTemplate()
                .to(route)
                .withBody(body)
                .withHeaders(headers)
                .request(Exchange.class);
        assertThat(exchange.getException()).isNull();
        return exchange;
    }
}

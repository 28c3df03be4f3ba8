package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsComponent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.ContextReloadStrategy;
import org.apache.camel.support.DefaultContextReloadStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys change while Camel runs: after a reload sends carry the new ones. */
@Timeout(60)
class ReloadedKeysTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");

    @TempDir
    private Path folder;

    private final Main main = new Main();
    private RawServer provider;

    @BeforeEach
    void listen() throws IOException {
        provider = RawServer.answering(SEND.good());
    }

    @AfterEach
    void stop() throws Exception {
        main.stop();
        provider.close();
    }

    private void write(String key) throws IOException {
        Files.writeString(folder.resolve("secrets.properties"), "key=" + key + "\nsecret=secret\n");
    }

    private ProducerTemplate start(String uri, String... properties) throws Exception {
        write("old");
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("file:" + folder.resolve("secrets.properties"));
        main.addInitialProperty("camel.main.contextReloadEnabled", "true");
        for (String property : properties) {
            String[] pair = property.split("=", 2);
            main.addInitialProperty("camel.component.sms." + pair[0], pair[1].replace("URL", provider.url()));
        }
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri.replace("URL", provider.url()));
            }
        });
        main.start();
        return main.getCamelContext().createProducerTemplate();
    }

    private void reload() {
        ContextReloadStrategy strategy = main.getCamelContext().hasService(ContextReloadStrategy.class);
        assertThat(strategy).isNotNull();
        strategy.onReload("test");
        assertThat(((DefaultContextReloadStrategy) strategy).getLastError()).isNull();
    }

    private static void send(ProducerTemplate template, String text) {
        template.requestBodyAndHeader("direct:in", text, "CamelSmsTo", "+447700900123");
    }

    /** The keys of the calls so far. */
    private List<String> keys() {
        return provider.requests().stream()
                .map(request -> request.header("authorization").substring("Basic ".length()))
                .map(basic -> new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8))
                .map(pair -> pair.substring(0, pair.indexOf(':')))
                .toList();
    }

    @Test
    void keysInTheUriAreReadAnew() throws Exception {
        ProducerTemplate template =
                start("sms:send?provider=2fa-link&apiKey=RAW({{key}})&secretKey={{secret}}&baseUrl=URL");
        send(template, "one");
        write("new");
        reload();
        send(template, "two");

        assertThat(keys()).containsExactly("old", "new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts[my-one].", "accounts.my-one."})
    void keysOfAnAccountAreReadAnew(String account) throws Exception {
        ProducerTemplate template = start(
                "sms:send?account=my-one",
                account + "provider=2fa-link",
                account + "api-key={{key}}",
                account + "secretKey={{secret}}",
                account + "baseUrl=URL");
        send(template, "one");
        write("new");
        send(template, "before the reload");
        reload();
        send(template, "two");

        assertThat(keys()).containsExactly("old", "old", "new");
        assertThat(provider.acceptedConnections())
                .as("connections of an account stay")
                .isOne();
    }

    @Test
    void keysOfTheComponentAreReadAnew() throws Exception {
        ProducerTemplate template = start(
                "sms:send", "provider=2fa-link", "apiKey={{key}}", "configuration.secretKey={{secret}}", "baseUrl=URL");
        send(template, "one");
        write("new");
        reload();
        send(template, "two");

        assertThat(keys()).containsExactly("old", "new");
    }

    /** Camel reads the same text again: what was set otherwise since is not overwritten with it. */
    @Test
    void whatJavaHasSetStays() throws Exception {
        ProducerTemplate template =
                start("sms:send", "provider=2fa-link", "apiKey={{key}}", "secretKey={{secret}}", "baseUrl=URL");
        main.getCamelContext()
                .getComponent("sms", SmsComponent.class)
                .getConfiguration()
                .setApiKey("java");
        reload();
        send(template, "one");

        assertThat(keys()).containsExactly("java");
    }
}

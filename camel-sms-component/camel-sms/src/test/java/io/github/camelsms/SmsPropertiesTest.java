package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The options of the component as {@code application.properties} of Camel Main sets them. */
class SmsPropertiesTest {

    private static final String PREFIX = "camel.component.sms.";
    private static final String VALUE = "S3CRET-value";

    private static Properties properties(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(PREFIX + keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    private static Map<String, SmsAccount> accounts(Main main) {
        return main.getCamelContext().getComponent("sms", SmsComponent.class).getAccounts();
    }

    private static void started(Properties properties, Consumer<Main> check) throws Exception {
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.start();
        try {
            check.accept(main);
        } finally {
            main.stop();
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @ParameterizedTest
    @CsvSource({
        "accounts.main, apiKey, main",
        "accounts[main], apiKey, main",
        "accounts.main, api-key, main",
        "accounts[main], api-key, main",
        "Accounts.main, APIKEY, main",
        "accounts.2fa-link, apiKey, 2fa-link",
        "accounts[2fa-link], api-key, 2fa-link",
        "accounts.eu-west-1, api-key, eu-west-1",
        "accounts.a, apiKey, a",
        "accounts.2, apiKey, 2",
        "accounts[new.sms], apiKey, new.sms",
    })
    void anAccountIsWrittenWithADotOrInBrackets(String account, String option, String name) throws Exception {
        started(
                properties(
                        account + "." + option,
                        VALUE,
                        account + ".response-timeout",
                        "7s",
                        account + ".option.senderPool",
                        "alerts",
                        account + ".params.language",
                        "en-GB"),
                main -> {
                    assertThat(accounts(main)).containsOnlyKeys(name);
                    SmsAccount read = accounts(main).get(name);
                    assertThat(read.getApiKey()).isEqualTo(VALUE);
                    assertThat(read.getResponseTimeout()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(read.getOption()).isEqualTo(Map.of("senderPool", "alerts"));
                    assertThat(read.getParams()).isEqualTo(Map.of("language", "en-GB"));
                });
    }

    @Test
    void dotsAndBracketsMeanTheSameAccount() throws Exception {
        started(
                properties(
                        "accounts.eu-west.apiKey",
                        VALUE,
                        "accounts[eu-west].from",
                        "ACME",
                        "accounts.other.option[senderPool]",
                        "alerts"),
                main -> {
                    assertThat(accounts(main)).containsOnlyKeys("eu-west", "other");
                    assertThat(accounts(main).get("eu-west").getApiKey()).isEqualTo(VALUE);
                    assertThat(accounts(main).get("eu-west").getFrom()).isEqualTo("ACME");
                });
    }

    @Test
    void aBeanIsAnAccount() throws Exception {
        for (String key : new String[] {"accounts.main", "accounts[main]", "accounts.eu-west"}) {
            SmsAccount bean = new SmsAccount();
            Main main = new Main();
            main.setOverrideProperties(properties(key, "#bean:shared"));
            main.bind("shared", bean);
            main.start();
            try {
                assertThat(accounts(main).values()).containsExactly(bean);
                assertThat(accounts(main)).containsOnlyKeys(key.contains("eu-west") ? "eu-west" : "main");
            } finally {
                main.stop();
            }
        }
    }

    @Test
    void readsThePropertiesOfAFileAndOfEnvironmentVariables(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, """
                camel.component.sms.accounts.eu-west.provider = 2fa-link
                camel.component.sms.accounts.eu-west.api-key = {{env:PATH}}
                """);
        Main main = new Main();
        main.setPropertyPlaceholderLocations("file:" + file);
        main.start();
        try {
            assertThat(accounts(main)).containsOnlyKeys("eu-west");
            assertThat(accounts(main).get("eu-west").getApiKey()).isEqualTo(System.getenv("PATH"));
        } finally {
            main.stop();
        }
    }

    @Test
    void askingForAnAccountCreatesNone() throws Exception {
        started(properties("accounts.main.apiKey", VALUE), main -> {
            assertThat(accounts(main).get("mian")).isNull();
            assertThat(accounts(main)).containsOnlyKeys("main");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secretKye",
                "secret-kye",
                "secretKey.old",
                "api.key",
                "apiKeys[main]",
                "accounts.main.apiKye",
                "accounts[main].apiKye",
                "accounts.main.api-kye",
                "accounts.main.api.key",
                "accounts.eu.west.apiKey",
                "accounts.main.apiKey[0]",
                "accounts.main.param.language",
                "configuration.secretKye",
                "account.main.apiKey",
            })
    void anOptionThatIsNotKnownIsNamedWithoutItsValue(String option) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        Main main = new Main();
        main.setOverrideProperties(properties("accounts.main.provider", "2fa-link", option, VALUE));
        try {
            Throwable failure = catchThrowable(main::start);

            assertThat(rootOf(failure))
                    .hasMessageStartingWith("unknown option " + PREFIX + option + "; accepted: [")
                    .hasMessageContainingAll("apiKey", "secretKey", "params", "responseTimeout");
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(VALUE);
            assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(VALUE));
        } finally {
            main.stop();
            root.detachAppender(log);
        }
    }

    @Test
    void accountsThatCamelCannotTellApartAreRefused() {
        for (String other :
                new String[] {"accounts.euWest.apiKey", "accounts[euWest].apiKey", "accounts.eu--west.apiKey"}) {
            Main main = new Main();
            main.setOverrideProperties(properties("accounts.eu-west.apiKey", VALUE, other, VALUE));
            try {
                assertThat(rootOf(catchThrowable(main::start)))
                        .hasMessageContaining("cannot be told apart")
                        .hasMessageContaining("accounts[eu-west]");
            } finally {
                main.stop();
            }
        }
    }

    @Test
    void whatIsNotAnAccountIsRefused() {
        for (String key : new String[] {"accounts.main", "accounts[main]"}) {
            Main main = new Main();
            main.setOverrideProperties(properties(key, "2fa-link"));
            try {
                assertThat(rootOf(catchThrowable(main::start)))
                        .hasMessageContaining("accounts[main] must be a bean of type SmsAccount");
            } finally {
                main.stop();
            }
        }
    }
}

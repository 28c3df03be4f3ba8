package io.github.camelsms.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SmsAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, SmsAutoConfiguration.class));

    @EnableAutoConfiguration
    static class Application {}

    @ParameterizedTest
    @ValueSource(strings = {"accounts[main].apiKey", "accounts.main.api-key", "accounts.main.apikey"})
    void accountsAreWrittenAsInCamelMainOrAsInSpring(String key) {
        runner.withPropertyValues("camel.component.sms." + key + "=k")
                .run(application -> assertThat(account(application).getApiKey()).isEqualTo("k"));
    }

    @ParameterizedTest
    @CsvSource({"${own.value},5s", "{{own.value}},5s", "{{own.missing:6s}},6s", "${own.missing:6s},6s"})
    void placeholdersAreSpringsOrCamels(String value, String expected) {
        runner.withPropertyValues(
                        "own.value=5s",
                        "camel.component.sms.accounts[main].apiKey=" + value,
                        "camel.component.sms.accounts[main].responseTimeout=" + value,
                        "camel.component.sms.accounts[main].params[x]=" + value)
                .run(application -> {
                    assertThat(account(application).getApiKey()).isEqualTo(expected);
                    assertThat(account(application).getResponseTimeout()).isEqualTo(Duration.parse("PT" + expected));
                    assertThat(account(application).getParams()).containsEntry("x", expected);
                });
    }

    @Test
    void environmentVariablesAreRead() {
        runner.withInitializer(application -> application
                        .getEnvironment()
                        .getPropertySources()
                        .replace(
                                "systemEnvironment",
                                new SystemEnvironmentPropertySource(
                                        "systemEnvironment",
                                        Map.of(
                                                "CAMEL_COMPONENT_SMS_ACCOUNTS_MAIN_APIKEY", "k",
                                                "CAMEL_COMPONENT_SMS_MAXSEGMENTS", "3"))))
                .run(application -> {
                    assertThat(account(application).getApiKey()).isEqualTo("k");
                    assertThat(component(application).getConfiguration().getMaxSegments())
                            .isEqualTo(3);
                });
    }

    @Test
    void aProviderMayBeABean() {
        runner.withPropertyValues("camel.component.sms.accounts[main].provider=#mine")
                .run(application ->
                        assertThat(account(application).getProvider()).isEqualTo("#mine"));
    }

    @Test
    void aReferenceThatLeadsNowhereStopsTheStart() {
        runner.withPropertyValues("camel.component.sms.idempotentRepository=#gone")
                .run(application -> assertThat(application)
                        .getFailure()
                        .hasStackTraceContaining("idempotent-repository")
                        .hasStackTraceContaining("gone"));
        runner.withPropertyValues("camel.component.sms.idempotentRepository=repository")
                .run(application ->
                        assertThat(application).getFailure().hasStackTraceContaining("must be the name of a bean"));
    }

    @ParameterizedTest
    @CsvSource({
        "apiKeey, camel.component.sms.apikeey, camel.component.sms.apiKey",
        "accounts[main].secret-kye, camel.component.sms.accounts[main].secret-kye, camel.component.sms.accounts[main].secretKey",
        "acounts.main.api-key, camel.component.sms.acounts.main.api-key, camel.component.sms.accounts",
        "accounts.main.params2.x, camel.component.sms.accounts.main.params2.x, camel.component.sms.accounts.main.params",
    })
    @ExtendWith(OutputCaptureExtension.class)
    void anUnknownKeyStopsTheStart(String key, String named, String near, CapturedOutput output) {
        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(Application.class)
                .initializers(application -> application
                        .getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("test", Map.of("camel.component.sms." + key, "hush-hush"))))
                .run());

        assertThat(Throwables.getStackTrace(failure)).contains("left unbound").doesNotContain("hush-hush");
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "There is no option " + named, near)
                .doesNotContain("hush-hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.sms.enabled", "camel.component.enabled"})
    void switchedOffItReadsNothing(String key) {
        runner.withPropertyValues(key + "=false", "camel.component.sms.apiKey=k", "camel.component.sms.nonsense=1")
                .run(application -> {
                    assertThat(component(application).getConfiguration().getApiKey())
                            .isNull();
                });
    }

    @Test
    void withoutTheComponentItStaysAway() {
        runner.withClassLoader(new FilteredClassLoader(SmsComponent.class))
                .run(application -> assertThat(application).doesNotHaveBean(SmsAutoConfiguration.class));
    }

    private static SmsComponent component(ApplicationContext application) {
        return application.getBean(CamelContext.class).getComponent("sms", SmsComponent.class);
    }

    private static SmsAccount account(ApplicationContext application) {
        return component(application).getAccounts().get("main");
    }
}

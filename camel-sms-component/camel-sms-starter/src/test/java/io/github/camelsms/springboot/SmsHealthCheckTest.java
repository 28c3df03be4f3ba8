package io.github.camelsms.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SmsHealthCheckTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, SmsAutoConfiguration.class))
            .withPropertyValues(
                    "camel.component.sms.accounts[main].provider=2fa-link",
                    "camel.component.sms.accounts[main].apiKey=key-123",
                    "camel.component.sms.accounts[main].secretKey=secret-456")
            .withBean(RouteBuilder.class, () -> new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:send").to("sms:send?account=main");
                }
            });

    @Test
    void tellsTheProviderOfEachAccountAndNoCredential() {
        runner.withBean("spare", SmsAccount.class, () -> {
                    SmsAccount account = new SmsAccount();
                    account.setProvider("telesign");
                    return account;
                })
                .run(application -> {
                    HealthCheck.Result result = result(application.getBean(CamelContext.class));

                    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
                    assertThat(result.getDetails())
                            .containsEntry("account.main", "2fa-link")
                            .containsEntry("account.spare", "telesign");
                    assertThat(result.getDetails().toString()).doesNotContain("key-123", "secret-456");
                });
    }

    @Test
    void anAccountWithoutAProviderIsDown() {
        runner.withPropertyValues("camel.component.sms.accounts[new].apiKey=key-123")
                .run(application -> {
                    HealthCheck.Result result = result(application.getBean(CamelContext.class));

                    assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
                    assertThat(result.getMessage()).hasValue("account new has no provider");
                });
    }

    @Test
    void anAccountMayTakeTheProviderOfTheComponent() {
        runner.withPropertyValues(
                        "camel.component.sms.accounts[new].apiKey=key-123", "camel.component.sms.provider=2chat")
                .run(application -> assertThat(
                                result(application.getBean(CamelContext.class)).getDetails())
                        .containsEntry("account.new", "2chat"));
    }

    private static HealthCheck.Result result(CamelContext context) {
        HealthCheck check =
                context.getRegistry().findByTypeWithName(HealthCheck.class).get(SmsHealthCheck.ID);
        CamelContextAware.trySetCamelContext(check, context);
        return check.call();
    }
}

package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Camel's consoles and tracing are told of an endpoint. */
class ServiceLocationTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private SmsEndpoint endpoint(String uri) {
        SmsAccount main = new SmsAccount();
        main.setProvider("2fa-link");
        main.setApiKey("KEY");
        main.setSecretKey("SECRET");
        main.setBaseUrl("https://gateway.example.com/v2");
        main.setPublicUrl("https://sms.example.com/");
        main.setWebhookVerifyToken("TOKEN");
        SmsAccount reserve = new SmsAccount();
        reserve.setProvider("2chat");
        reserve.setApiKey("KEY");
        SmsComponent component = context.getComponent("sms", SmsComponent.class);
        component.getAccounts().put("main", main);
        component.getAccounts().put("reserve", reserve);
        return context.getEndpoint(uri, SmsEndpoint.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "sms:send?account=main|https://gateway.example.com/v2|{account=main, provider=2fa-link}",
                "sms:send?account=main,reserve|https://gateway.example.com/v2|{account=main,reserve,"
                        + " provider=2fa-link,2chat}",
                "sms:query?provider=2fa-link&apiKey=K&secretKey=S&baseUrl=https://own.example.com|https://own.example.com|{provider=2fa-link}",
                "sms:dlr?account=main|https://sms.example.com/sms/main/dlr|{account=main, provider=2fa-link}",
                "sms:dlr?account=main&path=in|https://sms.example.com/in|{account=main, provider=2fa-link}",
                "sms:dlr?provider=2fa-link|/sms/2fa-link/dlr|{provider=2fa-link}",
                "sms:inbound?account=reserve|/sms/reserve/inbound|{account=reserve, provider=2chat}",
                "sms:send|none|{}",
                "sms:send?provider=no-such|none|{}",
            })
    void saysWhereTheProviderIs(String uri, String url, String metadata) {
        SmsEndpoint endpoint = endpoint(uri);

        assertThat(endpoint.getServiceUrl()).isEqualTo(url);
        assertThat(new TreeMap<>(endpoint.getServiceMetadata())).hasToString(metadata);
        assertThat(endpoint.getServiceProtocol()).isEqualTo("rest");
    }

    @Test
    void aPolledInboxIsAtTheProvider() {
        assertThat(endpoint("sms:inbound?account=reserve&polling=true").getServiceUrl())
                .startsWith("https://")
                .doesNotContain("/inbound");
    }

    @Test
    void theCatalogueSaysThatCallsAreAsynchronous() throws IOException {
        JsonNode component = Catalogue.read().get("component");

        assertThat(component.get("async").asBoolean()).isTrue();
        assertThat(component.get("producerOnly").asBoolean()).isFalse();
        assertThat(component.get("lenientProperties").asBoolean()).isFalse();
    }
}

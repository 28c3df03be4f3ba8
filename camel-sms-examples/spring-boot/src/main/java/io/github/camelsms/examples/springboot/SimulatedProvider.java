package io.github.camelsms.examples.springboot;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.simulator.SmsSimulator;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;

/** In the profile {@code simulator} account main is one of 2FA.link on this machine, which calls back. */
@Configuration
@Profile("simulator")
class SimulatedProvider {

    private static final String PROVIDER = "2fa-link";

    @Bean
    SmsSimulator simulator() {
        return SmsSimulator.builder()
                .statesByClock(Duration.ofMillis(500), Duration.ofSeconds(2))
                .start();
    }

    @Bean
    SmsAccount main(SmsSimulator simulator) {
        SmsAccount account = new SmsAccount();
        account.setProvider(PROVIDER);
        account.setBaseUrl(simulator.baseUrl(PROVIDER).toString());
        account.setApiKey(simulator.credentials(PROVIDER).apiKey());
        account.setSecretKey(simulator.credentials(PROVIDER).secret());
        account.setAllowedAddresses("127.0.0.1");
        return account;
    }

    @EventListener
    void register(WebServerInitializedEvent started) {
        simulator()
                .webhook(
                        PROVIDER,
                        URI.create("http://127.0.0.1:" + started.getWebServer().getPort() + "/sms/main/dlr"));
    }
}

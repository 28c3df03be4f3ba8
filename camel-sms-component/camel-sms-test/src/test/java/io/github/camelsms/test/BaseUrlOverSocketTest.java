package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The path of option baseUrl precedes that of each call, as it is written. */
class BaseUrlOverSocketTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void anEscapeInThePathStaysAnEscape(Carrier carrier) throws Exception {
        try (RawServer provider = RawServer.answering(SEND.good());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange sent =
                    Call.on(context, SEND.uri("RAW(" + provider.url() + "/a%2Fb/c)", carrier.with()), SEND.input());

            assertThat(sent.getException()).isNull();
            assertThat(provider.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.target()).startsWith("/a%2Fb/c/sms"));
        }
    }
}

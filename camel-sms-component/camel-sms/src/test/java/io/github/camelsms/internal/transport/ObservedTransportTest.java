package io.github.camelsms.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who listens does not change what becomes of a call. */
class ObservedTransportTest {

    private static final HttpOutcome REPLY = HttpOutcome.of(HttpResponse.of(200, ""));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallGoesOnWhereNothingCanStandForTheProviderInEvents(boolean error) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {}
            });
            context.start();
            ObservedTransport observed = new ObservedTransport(
                    (call, completion) -> {
                        completion.done(REPLY, true);
                        return true;
                    },
                    context,
                    () -> {
                        if (error) {
                            throw new NoClassDefFoundError("org/apache/camel/component/http/HttpComponent");
                        }
                        throw new IllegalArgumentException("no such component");
                    });
            List<HttpOutcome> ended = new ArrayList<>();

            observed.execute(HttpCall.of(HttpRequest.get("/", null, Map.of())), (outcome, sync) -> ended.add(outcome));
            observed.execute(HttpCall.of(HttpRequest.get("/", null, Map.of())), (outcome, sync) -> ended.add(outcome));

            assertThat(ended).containsExactly(REPLY, REPLY);
        }
    }
}

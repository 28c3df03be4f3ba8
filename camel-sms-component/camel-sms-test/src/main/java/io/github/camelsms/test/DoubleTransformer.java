package io.github.camelsms.test;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Lets a double write the response of the stub that names it; delays and faults of WireMock still apply to it. */
final class DoubleTransformer implements ResponseDefinitionTransformerV2 {

    static final String NAME = "camel-sms-double";
    static final String PROVIDER = "provider";

    private final Map<String, Function<ReceivedRequest, Reply>> doubles;

    DoubleTransformer(Map<String, Function<ReceivedRequest, Reply>> doubles) {
        this.doubles = Map.copyOf(doubles);
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        String provider = event.getTransformerParameters().getString(PROVIDER);
        Function<ReceivedRequest, Reply> handler =
                Optional.ofNullable(doubles.get(provider)).orElseThrow();
        Reply reply = handler.apply(ReceivedRequest.of(event.getRequest(), Instant.now()));
        ResponseDefinitionBuilder response = ResponseDefinitionBuilder.like(event.getResponseDefinition())
                .but()
                .withStatus(reply.status())
                .withBody(reply.body());
        reply.headers().forEach(response::withHeader);
        return response.build();
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public String getName() {
        return NAME;
    }
}

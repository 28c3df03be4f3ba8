package io.github.camelsms.simulator;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Instant;
import java.util.Map;

/**
 * Lets a gateway write the response of the stub that names it, and nobody else: the headers in which WireMock names the stub
 * are taken out. Delays and faults of WireMock still apply.
 */
final class DoubleTransformer implements ResponseDefinitionTransformerV2, ResponseTransformerV2 {

    static final String NAME = "camel-sms-double";
    static final String PROVIDER = "provider";

    private static final String OF_WIREMOCK = "Matched-Stub-";

    private final Map<String, Gateway> gateways;
    private final ReplyListener replies;

    DoubleTransformer(Map<String, Gateway> gateways, ReplyListener replies) {
        this.gateways = gateways;
        this.replies = replies;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        String provider = event.getTransformerParameters().getString(PROVIDER);
        Gateway.Answer answer =
                SmsSimulator.known(gateways, provider).answer(ReceivedRequest.of(event.getRequest(), Instant.now()));
        replies.expect(event.getId(), answer.submissions());
        Reply reply = answer.reply();
        ResponseDefinitionBuilder response = ResponseDefinitionBuilder.like(event.getResponseDefinition())
                .but()
                .withStatus(reply.status())
                .withBody(reply.body());
        reply.headers().forEach(response::withHeader);
        if (answer.submissions().reply().equals(Wishes.NEVER)) {
            response.withFault(Fault.EMPTY_RESPONSE);
        }
        return response.build();
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        HttpHeaders own = new HttpHeaders(response.getHeaders().all().stream()
                .filter(header -> !header.key().startsWith(OF_WIREMOCK))
                .toList());
        return Response.Builder.like(response).but().headers(own).build();
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

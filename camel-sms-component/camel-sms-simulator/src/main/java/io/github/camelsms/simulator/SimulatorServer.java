package io.github.camelsms.simulator;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.camelsms.simulator.inbox.AdminGuard;
import io.github.camelsms.simulator.inbox.InboxServlet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The port: a WireMock server with one stub of low priority for each gateway. Thread-safe. */
final class SimulatorServer {

    private static final int STUB_PRIORITY = 10_000;
    /** Threads are made when they are needed; a reply that is held back keeps one. */
    private static final int MOST_THREADS = 256;

    private final Map<String, Gateway> gateways;
    private final ReplyListener replies;
    private final WireMockServer wireMock;

    SimulatorServer(SmsSimulatorBuilder options, Map<String, Gateway> gateways, ReplyListener replies, Inbox inbox) {
        this.gateways = gateways;
        this.replies = replies;
        InboxServlet servlet = new InboxServlet(
                inbox,
                gateways.values().stream().map(Gateway::account).toList(),
                options.tags,
                options.messageWebhooks(),
                () -> wireMock().resetRequests());
        AdminGuard guard = new AdminGuard(options.isLoopback(), options.adminToken, options.user());
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress(options.host)
                .port(options.port)
                .containerThreads(MOST_THREADS)
                .extensions(new DoubleTransformer(gateways, replies), replies)
                .httpServerFactory(new SimulatorHttp(servlet, guard));
        if (options.keptRequests != null) {
            configuration.maxRequestJournalEntries(options.keptRequests);
        }
        if (options.httpsPort != null) {
            configuration.httpsPort(options.httpsPort);
        }
        wireMock = new WireMockServer(configuration);
    }

    void start() {
        wireMock.start();
        installStubs();
    }

    WireMockServer wireMock() {
        return wireMock;
    }

    /** Oldest first. */
    List<ReceivedRequest> requests() {
        List<ServeEvent> events = new ArrayList<>(wireMock.getAllServeEvents());
        Collections.reverse(events); // WireMock keeps the newest first
        return events.stream()
                .map(event -> ReceivedRequest.of(
                        event.getRequest(), event.getRequest().getLoggedDate().toInstant()))
                .toList();
    }

    void reset() {
        replies.release();
        wireMock.resetAll();
        gateways.values().forEach(Gateway::reset);
        installStubs();
    }

    void stop() {
        replies.release();
        wireMock.stop();
    }

    private void installStubs() {
        gateways.forEach((id, gateway) ->
                wireMock.stubFor(any(urlPathMatching(gateway.provider().pathPattern()))
                        .atPriority(STUB_PRIORITY)
                        .withName(id)
                        .willReturn(aResponse()
                                .withTransformers(DoubleTransformer.NAME)
                                .withTransformerParameter(DoubleTransformer.PROVIDER, id))));
        wireMock.stubFor(InboxServlet.redirect().atPriority(STUB_PRIORITY));
    }
}

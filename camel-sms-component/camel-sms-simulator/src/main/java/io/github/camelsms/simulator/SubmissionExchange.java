package io.github.camelsms.simulator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP request by which messages were submitted, and what the gateway replied. Thread-safe. */
public final class SubmissionExchange {

    private final ReceivedRequest request;
    private volatile @Nullable Reply reply;

    SubmissionExchange(ReceivedRequest request) {
        this.request = request;
    }

    public ReceivedRequest request() {
        return request;
    }

    /** Empty until the double has written it. A delay or a fault that a test asked WireMock for comes on top. */
    public Optional<Reply> reply() {
        return Optional.ofNullable(reply);
    }

    void answered(Reply written) {
        reply = written;
    }

    @Override
    public String toString() {
        return "SubmissionExchange[request=" + request + ", reply=" + reply + "]";
    }
}

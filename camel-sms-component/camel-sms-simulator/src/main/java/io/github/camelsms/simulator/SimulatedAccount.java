package io.github.camelsms.simulator;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The account that a double plays: credentials, clock and the messages of one provider. Thread-safe. */
public final class SimulatedAccount {

    private final ProviderDouble provider;
    private final Credentials credentials;
    private final MessageCentre centre;
    private final Supplier<Submissions> submissions;

    /** @param script for messages that are accepted outside of any request */
    SimulatedAccount(ProviderDouble provider, Credentials credentials, MessageCentre centre, Script script) {
        this(provider, credentials, centre, () -> new Submissions(script, null));
    }

    private SimulatedAccount(
            ProviderDouble provider, Credentials credentials, MessageCentre centre, Supplier<Submissions> submissions) {
        this.provider = provider;
        this.credentials = credentials;
        this.centre = centre;
        this.submissions = submissions;
    }

    /** The same account while it handles one request, whose messages it notes. */
    SimulatedAccount during(Submissions request) {
        return new SimulatedAccount(provider, credentials, centre, () -> request);
    }

    /** Provider id. */
    public String provider() {
        return provider.provider();
    }

    /** Path of the base URL that a client is given. */
    public String basePath() {
        return provider.baseUrl(URI.create("http://localhost")).getPath();
    }

    /** Names of the headers that carry a signature of the gateway. */
    public Set<String> signatureHeaders() {
        return webhooks().map(WebhookDouble::signatureHeaders).orElse(Set.of());
    }

    public Credentials credentials() {
        return credentials;
    }

    /** The same account under keys that are not its own, for receipts that are not the gateway's. */
    SimulatedAccount withForgedKey() {
        Credentials forged = new Credentials("Zm9yZ2VkLWtleS0wMDAw", "forged-secret", credentials.customerId());
        return new SimulatedAccount(provider, forged, centre, submissions);
    }

    /** Whether handsets can write through this gateway. */
    public boolean takesReplies() {
        return provider.takesReplies();
    }

    void received(HandsetReply reply) {
        provider.received(reply, this);
    }

    /** Whether the simulator may call that address: one of this machine, any other when it was told so. */
    public boolean mayCall(URI target) {
        return centre.mayCall(target);
    }

    boolean followed(SimulatedMessage message) {
        return provider.followed(message, this);
    }

    void optedOut(String msisdn) {
        provider.optedOut(msisdn);
    }

    Optional<WebhookDouble> webhooks() {
        return provider.webhooks();
    }

    public Clock clock() {
        return centre.clock();
    }

    public Ids ids() {
        return centre.ids();
    }

    /** Whether this account may send under that sender ID; everything may unless the simulator was told a list. */
    public boolean maySendFrom(String senderId) {
        return centre.maySendFrom(provider.provider(), senderId);
    }

    /** The code of this gateway with which it is to refuse a submission; its message id does not count. */
    public Optional<String> refusalOf(Submission submission) {
        return Optional.ofNullable(plan(submissions.get(), submission).refusal());
    }

    public SimulatedMessage accept(Submission submission) {
        Submissions request = submissions.get();
        MessagePlan plan = plan(request, submission);
        SimulatedMessage accepted =
                centre.accept(provider.provider(), submission, provider.pricePerSegment(), plan, request.exchange());
        request.accepted(accepted, plan);
        return accepted;
    }

    void refused(SubmissionExchange exchange) {
        centre.refused(provider.provider(), exchange);
    }

    private MessagePlan plan(Submissions request, Submission submission) {
        return request.plan(provider, centre.draft(provider.provider(), submission, provider.pricePerSegment()));
    }

    /** All messages of this gateway as they stand, in order of submission. */
    public List<SimulatedMessage> messages() {
        return centre.messages().stream()
                .filter(message -> message.provider().equals(provider.provider()))
                .toList();
    }

    /** Messages under that id as they stand, in order of submission; empty when there is none. */
    public List<SimulatedMessage> find(String messageId) {
        return centre.find(provider.provider(), messageId);
    }

    /** The same after one step of time has passed for each: what an enquiry by the client sees. */
    public List<SimulatedMessage> poll(String messageId) {
        return centre.poll(provider.provider(), messageId, message -> true);
    }

    /** Likewise for the one recipient of several that share the id. */
    public Optional<SimulatedMessage> poll(String messageId, String msisdn) {
        return centre
                .poll(
                        provider.provider(),
                        messageId,
                        message -> message.msisdn().equals(msisdn))
                .stream()
                .findFirst();
    }

    /** Calls messages back. @return false when one is due already, and then none is called back */
    public boolean cancel(String messageId) {
        return centre.cancel(provider.provider(), messageId);
    }

    public void feedback(String messageId) {
        centre.feedback(provider.provider(), messageId);
    }

    /** What all messages so far have cost. */
    public BigDecimal spent() {
        return centre.spent(provider.provider());
    }
}

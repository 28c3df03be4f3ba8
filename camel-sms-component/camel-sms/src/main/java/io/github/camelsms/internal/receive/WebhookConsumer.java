package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.observe.HealthChecks;
import io.github.camelsms.internal.options.WebhookSettings;
import io.github.camelsms.internal.server.WebhookServer;
import java.net.BindException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a webhook on the HTTP server that Camel has. */
final class WebhookConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookConsumer.class);

    private final ServerChoice choice;
    private final WebhookSettings settings;
    private final @Nullable DeferredDeliveries deferred;
    private final WebhookPaths paths;
    private final AsyncProcessor webhook;
    private final String description;
    private final Announcement announcement;
    private final @Nullable MissingReceipts missing;
    private @Nullable Site site;
    private @Nullable AutoCloseable opened;
    private @Nullable AutoCloseable announced;
    private @Nullable Runnable healthCheck;

    /** Finds the server, and may start one. */
    @FunctionalInterface
    interface ServerChoice {
        WebhookServer make() throws Exception;
    }

    /** @param delegate serves the path on the server */
    private record Site(WebhookServer server, Consumer delegate) {}

    /** Lets sends of the account say where this webhook is. */
    @FunctionalInterface
    interface Announcement {
        /** @return takes it back */
        AutoCloseable make();
    }

    /**
     * @param description operation and path, for the log
     * @param choice made when the other routes of the application are known
     * @param webhook processes the calls
     * @param deferred what it acknowledged before the route ran; null when the answer waits for the route
     * @param paths that are served
     * @param announcement made while this runs
     * @param missing asks for receipts that do not come; null when they are not asked for
     */
    WebhookConsumer(
            Endpoint endpoint,
            Processor route,
            String description,
            ServerChoice choice,
            WebhookSettings settings,
            AsyncProcessor webhook,
            @Nullable DeferredDeliveries deferred,
            WebhookPaths paths,
            Announcement announcement,
            @Nullable MissingReceipts missing)
            throws Exception {
        super(endpoint, route);
        this.description = description;
        this.choice = choice;
        this.settings = settings;
        this.deferred = deferred;
        this.paths = paths;
        this.announcement = announcement;
        this.missing = missing;
        this.webhook = new WhileStarted(webhook);
        CamelContext context = endpoint.getCamelContext();
        if (!context.isStarted()) {
            // Between two moments: all routes are made, and none of them listens yet.
            context.addStartupListener((started, already) -> prepare());
        }
    }

    /** What fails here fails again at the start of this route, which reports it. */
    private void prepare() {
        try {
            site();
        } catch (Exception notYet) {
            LOG.debug("{}: no server yet", description, notYet);
        }
    }

    private Site site() throws Exception {
        Site chosen = site;
        if (chosen == null) {
            WebhookServer server = choice.make();
            chosen = new Site(
                    server,
                    server.createConsumer(
                            getEndpoint().getCamelContext(), webhook, settings.path(), settings.maxBodySize()));
            site = chosen;
        }
        return chosen;
    }

    /** Spring Boot's server goes on calling a consumer that has stopped. */
    private final class WhileStarted extends AsyncProcessorSupport {

        private final AsyncProcessor webhook;

        WhileStarted(AsyncProcessor webhook) {
            this.webhook = webhook;
        }

        /** Passed on as it came: whether the server waits makes a difference. */
        @Override
        public void process(Exchange call) throws Exception {
            if (isRunning()) {
                webhook.process(call);
            } else {
                WebhookBinding.reply(call, 503);
            }
        }

        @Override
        public boolean process(Exchange call, AsyncCallback callback) {
            if (isRunning()) {
                return webhook.process(call, callback);
            }
            WebhookBinding.reply(call, 503);
            callback.done(true);
            return true;
        }

        private boolean isRunning() {
            return WebhookConsumer.this.isStarted();
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Site served = site();
        if (deferred != null) {
            deferred.open();
        }
        WebhookServer server = served.server();
        paths.take(server.name(), settings.path(), owner());
        try {
            opened = server.open(getEndpoint().getCamelContext(), served.delegate());
            ServiceHelper.startService(served.delegate());
            announced = announcement.make();
            if (missing != null) {
                missing.start();
            }
            if (healthCheck == null) { // a stopped route keeps its check, which is down then
                healthCheck = HealthChecks.ofConsumer(this, this::look);
            }
        } catch (Exception failed) {
            release();
            throw explained(server, failed);
        }
        String address = settings.publicUrl() == null ? settings.path() : settings.publicUrl() + settings.path();
        LOG.info(
                "{} is served by {}, verification {}{}; register {}",
                description,
                server.description(),
                settings.verification(),
                settings.allowed() == null ? "" : " from " + settings.allowed(),
                address);
        if (settings.allowed() != null && !server.tellsPeer()) {
            LOG.warn(
                    "{}: {} does not expose the caller's address, so verification=address refuses every call; use"
                            + " another server or verification",
                    description,
                    server.name());
        }
    }

    private void look(HealthCheckResultBuilder result) {
        result.detail("webhook", description);
        if (site != null) {
            result.detail("server", site.server().name());
        }
        if (!isStarted() || isSuspended()) {
            result.down().message("the webhook is not served");
        }
    }

    /** Null before the first start. */
    private @Nullable Consumer delegate() {
        return site == null ? null : site.delegate();
    }

    private String owner() {
        return description + " of route " + getRouteId();
    }

    private static Exception explained(WebhookServer server, Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new IllegalStateException(
                        "the port of " + server.name() + ", on which webhooks are to be received, is taken;"
                                + " set property camel.rest.port, or restConfiguration().port(...), to another",
                        failed);
            }
        }
        return failed;
    }

    private void release() throws Exception {
        AutoCloseable known = announced;
        announced = null;
        if (known != null) {
            known.close();
        }
        if (site != null) {
            paths.free(site.server().name(), settings.path(), owner());
        }
        AutoCloseable open = opened;
        opened = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    protected void doSuspend() {
        if (missing != null) {
            missing.suspend();
        }
        ServiceHelper.suspendService(delegate());
    }

    @Override
    protected void doResume() {
        ServiceHelper.resumeService(delegate());
        if (missing != null) {
            missing.resume();
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (missing != null) {
            missing.stop();
        }
        ServiceHelper.stopService(delegate());
        release();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        ServiceHelper.stopAndShutdownService(delegate());
        if (deferred != null) {
            deferred.close();
        }
        if (healthCheck != null) {
            healthCheck.run();
            healthCheck = null;
        }
        super.doShutdown();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return deferred == null ? 0 : deferred.size();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {}
}

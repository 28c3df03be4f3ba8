package io.github.camelsms.internal.receive;

import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.internal.options.WebhookSettings;
import io.github.camelsms.internal.server.WebhookServer;
import java.net.BindException;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a webhook on the HTTP server that Camel has. */
public final class WebhookConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookConsumer.class);

    private final SmsEndpoint endpoint;
    private final WebhookServer server;
    private final WebhookSettings settings;
    private final @Nullable DeferredDeliveries backlog;
    private final Consumer delegate;
    private final String description;
    private final Announcement announcement;
    private @Nullable AutoCloseable opened;
    private @Nullable AutoCloseable announced;

    /** Lets sends of the account say where this webhook is. */
    @FunctionalInterface
    public interface Announcement {
        /** @return takes it back */
        AutoCloseable make();
    }

    /**
     * @param webhook processes the calls
     * @param backlog what it acknowledged before the route ran; null when it does not
     * @param announcement made while this runs
     */
    public WebhookConsumer(
            SmsEndpoint endpoint,
            Processor route,
            WebhookServer server,
            WebhookSettings settings,
            Processor webhook,
            @Nullable DeferredDeliveries backlog,
            Announcement announcement)
            throws Exception {
        super(endpoint, route);
        this.endpoint = endpoint;
        this.server = server;
        this.settings = settings;
        this.backlog = backlog;
        this.announcement = announcement;
        this.description = "sms:" + endpoint.getOperation() + " at " + settings.path();
        this.delegate = server.createConsumer(
                endpoint.getCamelContext(), whileStarted(webhook), settings.path(), settings.maxBodySize());
    }

    /** Spring Boot's server goes on calling a consumer that has stopped. */
    private Processor whileStarted(Processor webhook) {
        return call -> {
            if (isStarted()) {
                webhook.process(call);
            } else {
                WebhookBinding.reply(call, 503);
            }
        };
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        ServiceHelper.initService(delegate);
        if (backlog != null) {
            backlog.open();
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.getComponent().webhookPaths().take(server.name(), settings.path(), owner());
        try {
            opened = server.open(endpoint.getCamelContext(), delegate, settings.maxBodySize());
            ServiceHelper.startService(delegate);
        } catch (Exception failed) {
            release();
            throw explained(failed);
        }
        announced = announcement.make();
        String address = settings.publicUrl() == null ? settings.path() : settings.publicUrl() + settings.path();
        LOG.info(
                "{} is served by {}, verification {}{}; register {}",
                description,
                server.name(),
                settings.verification(),
                settings.allowed() == null ? "" : " from " + settings.allowed(),
                address);
        if (settings.allowed() != null && !server.tellsPeer()) {
            LOG.warn(
                    "{}: {} does not tell who calls, so verification=address refuses every call; use another server or verification",
                    description,
                    server.name());
        }
    }

    private String owner() {
        return description + " of route " + getRouteId();
    }

    private Exception explained(Exception failed) {
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
        endpoint.getComponent().webhookPaths().free(server.name(), settings.path(), owner());
        AutoCloseable open = opened;
        opened = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    protected void doSuspend() {
        ServiceHelper.suspendService(delegate);
    }

    @Override
    protected void doResume() {
        ServiceHelper.resumeService(delegate);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(delegate);
        release();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        ServiceHelper.stopAndShutdownService(delegate);
        if (backlog != null) {
            backlog.close();
        }
        super.doShutdown();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return backlog == null ? 0 : backlog.size();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {}
}

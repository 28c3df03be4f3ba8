package io.github.camelsms;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a webhook on the HTTP server that Camel has. */
final class SmsConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(SmsConsumer.class);

    private final SmsEndpoint endpoint;
    private final WebhookServer server;
    private final WebhookSettings settings;
    private final Consumer delegate;
    private final String description;

    /** @param webhook processes the calls */
    SmsConsumer(
            SmsEndpoint endpoint, Processor route, WebhookServer server, WebhookSettings settings, Processor webhook)
            throws Exception {
        super(endpoint, route);
        this.endpoint = endpoint;
        this.server = server;
        this.settings = settings;
        this.description = "sms:" + endpoint.getOperation() + " at " + settings.path();
        this.delegate = server.createConsumer(endpoint.getCamelContext(), webhook, settings.path());
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        ServiceHelper.initService(delegate);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.getComponent().webhookPaths().take(server.name(), settings.path(), description);
        try {
            ServiceHelper.startService(delegate);
        } catch (RuntimeException failed) {
            endpoint.getComponent().webhookPaths().free(server.name(), settings.path());
            throw failed;
        }
        String address = settings.publicUrl() == null ? settings.path() : settings.publicUrl() + settings.path();
        LOG.info(
                "{} is served by {}, verification {}; register {}",
                description,
                server.name(),
                settings.verification(),
                address);
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
        endpoint.getComponent().webhookPaths().free(server.name(), settings.path());
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        ServiceHelper.stopAndShutdownService(delegate);
        super.doShutdown();
    }
}

package io.github.camelsms.internal.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Spring Boot's server for one path, which hands a request over raw. Camel's own consumer would read a body of any size into memory, take it
 * for a form when it is called one, and where it is none fail and log it. Only loaded when platform-http is there.
 *
 * @param engine Camel's own
 * @param maxBodySize in bytes
 */
public record SpringBootRawEngine(PlatformHttpEngine engine, int maxBodySize) implements PlatformHttpEngine {

    private static final String ENGINE = "platform-http-engine";
    private static final String CLASS =
            "org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine";

    /** Has the endpoint served raw; does nothing where platform-http is not Spring Boot's. */
    public static void install(CamelContext context, Endpoint endpoint, int maxBodySize) {
        Object engine = context.getRegistry().lookupByName(ENGINE);
        if (engine != null && engine.getClass().getName().equals(CLASS)) {
            ((PlatformHttpEndpoint) endpoint)
                    .setPlatformHttpEngine(new SpringBootRawEngine((SpringBootPlatformHttpEngine) engine, maxBodySize));
        }
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new RawConsumer(
                endpoint,
                processor,
                (SpringBootPlatformHttpConsumer) engine.createConsumer(endpoint, processor),
                maxBodySize);
    }

    @Override
    public int getServerPort() {
        return engine.getServerPort();
    }

    /** Spring calls it by the type of Camel's consumer. */
    private static final class RawConsumer extends SpringBootPlatformHttpConsumer {

        private final SpringBootPlatformHttpConsumer camels;
        private final int maxBodySize;

        RawConsumer(
                PlatformHttpEndpoint endpoint,
                Processor processor,
                SpringBootPlatformHttpConsumer camels,
                int maxBodySize) {
            super(endpoint, processor, Runnable::run);
            this.camels = camels;
            this.maxBodySize = maxBodySize;
        }

        @Override
        public CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response) {
            return camels.service(new RawServletRequest(request, maxBodySize), response);
        }

        @Override
        protected void doInit() throws Exception {
            super.doInit();
            ServiceHelper.initService(camels);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            ServiceHelper.startService(camels);
        }

        @Override
        protected void doSuspend() throws Exception {
            ServiceHelper.suspendService(camels);
            super.doSuspend();
        }

        @Override
        protected void doResume() throws Exception {
            super.doResume();
            ServiceHelper.resumeService(camels);
        }

        @Override
        protected void doStop() throws Exception {
            ServiceHelper.stopService(camels);
            super.doStop();
        }
    }
}

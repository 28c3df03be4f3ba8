package io.github.camelsms.simulator;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpServer;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import io.github.camelsms.simulator.inbox.AdminGuard;
import io.github.camelsms.simulator.inbox.InboxServlet;
import java.util.EnumSet;
import wiremock.jakarta.servlet.DispatcherType;
import wiremock.jakarta.servlet.Filter;
import wiremock.org.eclipse.jetty.server.Server;
import wiremock.org.eclipse.jetty.servlet.FilterHolder;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;
import wiremock.org.eclipse.jetty.servlet.ServletHolder;

/**
 * WireMock's server with what the simulator adds to it: the inbox and its guard, tolerance for stray characters, and JSON
 * where the server would answer with a page of HTML.
 */
final class SimulatorHttp implements HttpServerFactory {

    private final InboxServlet inbox;
    private final AdminGuard guard;

    SimulatorHttp(InboxServlet inbox, AdminGuard guard) {
        this.inbox = inbox;
        this.guard = guard;
    }

    @Override
    public HttpServer buildHttpServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        // Not "this.inbox" below: the constructor of the superclass calls these methods.
        InboxServlet servlet = inbox;
        AdminGuard guardOfAdmin = guard;
        return new Jetty11HttpServer(options, admin, stubs) {
            @Override
            protected void applyAdditionalServerConfiguration(Server server, Options same) {
                super.applyAdditionalServerConfiguration(server, same);
                server.setErrorHandler(new ErrorReplies(null));
            }

            @Override
            protected void decorateMockServiceContextBeforeConfig(ServletContextHandler context) {
                filter(context, new StrayCharacters(), "/*");
                filter(context, guardOfAdmin, InboxServlet.SHORT_API + "*");
                filter(context, guardOfAdmin, InboxServlet.METRICS);
                serve(context, servlet, InboxServlet.SHORT_API + "*");
                serve(context, servlet, InboxServlet.METRICS);
                serve(context, servlet, InboxServlet.READY);
            }

            @Override
            protected void decorateMockServiceContextAfterConfig(ServletContextHandler context) {
                context.setErrorHandler(new ErrorReplies(context.getErrorHandler()));
            }

            @Override
            protected void decorateAdminServiceContextBeforeConfig(ServletContextHandler context) {
                filter(context, new StrayCharacters(), "/*");
                filter(context, guardOfAdmin, "/*");
                serve(context, servlet, "/inbox/*");
            }

            @Override
            protected void decorateAdminServiceContextAfterConfig(ServletContextHandler context) {
                context.setErrorHandler(new ErrorReplies(null));
            }
        };
    }

    private static void filter(ServletContextHandler context, Filter filter, String paths) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, paths, EnumSet.of(DispatcherType.REQUEST));
    }

    private static void serve(ServletContextHandler context, InboxServlet servlet, String paths) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, paths);
    }
}

package io.github.camelsms.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.model.DeliveryReceipt;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application whose own HTTP server is that of a route, with Camel Main's among the jars: webhooks are on the route's port, and nothing else listens. */
class RouteServerTest {

    private static final String DLR = "sms:dlr?provider=2fa-link&verification=none";
    private static final String PATH = "/sms/2fa-link/dlr";
    private static final String RECEIPT = "{\"request_id\":\"a\",\"statuscode\":\"701\"}";

    private final List<String> received = new CopyOnWriteArrayList<>();

    /** A route of the application's own, and one that receives. */
    private RouteBuilder routes(String orders, String receipts, boolean ordersFirst) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                if (ordersFirst) {
                    orders();
                }
                from(receipts)
                        .routeId("receipts")
                        .process(exchange -> received.add(exchange.getMessage()
                                .getBody(DeliveryReceipt.class)
                                .messageId()));
                if (!ordersFirst) {
                    orders();
                }
            }

            private void orders() {
                from(orders).routeId("orders").setBody(constant("an order"));
            }
        };
    }

    private static Main main(int unused, RouteBuilder routes) {
        Main main = Started.main("camel.server.host", "127.0.0.1", "camel.server.port", String.valueOf(unused));
        main.configure().addRoutesBuilder(routes);
        return main;
    }

    private static void assertNothingElseListens(CamelContext context, int unused) {
        assertThat(context.hasServices(MainHttpServer.class)).isEmpty();
        assertThat(context.hasServices(VertxPlatformHttpServer.class)).isEmpty();
        assertThatThrownBy(() -> Call.of("GET", "/").to(unused)).isInstanceOf(ConnectException.class);
    }

    private void assertServed(int port, String prefix) throws Exception {
        received.clear();
        assertThat(Call.of("GET", prefix + PATH).to(port).status()).isEqualTo(405);
        assertThat(Call.post(prefix + PATH, RECEIPT).to(port).status()).isEqualTo(200);
        assertThat(received).containsExactly("a");
        received.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "undertow:http, '', true",
        "undertow:http, '', false",
        "netty-http:http, '', true",
        "netty-http:http, '?workerCount=2&backlog=50&chunkedMaxContentLength=200000', false",
        "netty-http:http, '?matchOnUriPrefix=true', true",
        "jetty:http, '', true",
        "jetty:http, '?sessionSupport=true&matchOnUriPrefix=true', false"
    })
    void webhookIsOnThePortOfTheRoute(String server, String options, boolean ordersFirst) throws Exception {
        int port = Started.freePort();
        int unused = Started.freePort();
        Main main = main(unused, routes(server + "://127.0.0.1:" + port + "/orders" + options, DLR, ordersFirst));
        main.start();
        try {
            assertServed(port, "");
            assertThat(Call.of("GET", "/orders").to(port).status()).isEqualTo(200);
            assertNothingElseListens(main.getCamelContext(), unused);

            main.getCamelContext().getRouteController().stopRoute("receipts");
            assertThat(Call.of("GET", "/orders").to(port).status()).isEqualTo(200);
            main.getCamelContext().getRouteController().startRoute("receipts");
            assertThat(Call.of("GET", PATH).to(port).status()).isEqualTo(405);
        } finally {
            main.stop();
        }
    }

    /** Undertow itself reads what is called a form. */
    @ParameterizedTest
    @CsvSource({
        "undertow:http, application/json",
        "netty-http:http, application/x-www-form-urlencoded",
        "jetty:http, application/x-www-form-urlencoded"
    })
    void queryAndBodyArriveAsTheyWereSent(String server, String type) throws Exception {
        int port = Started.freePort();
        Main main = main(
                Started.freePort(), routes(server + "://127.0.0.1:" + port + "/orders", "sms:dlr?provider=raw", true));
        main.start();
        try {
            byte[] body = "b=%26&a=1+2".getBytes(StandardCharsets.UTF_8);
            Call call = Call.of("POST", "/sms/raw/dlr?x=%41&y=a+b")
                    .headers(RawFactory.signed("x=%41&y=a+b", body))
                    .header("Content-Type", type)
                    .body(body);

            assertThat(call.to(port).status()).isEqualTo(200);
            assertThat(Call.of("POST", "/sms/raw/dlr?x=A&y=a+b")
                            .headers(RawFactory.signed("x=%41&y=a+b", body))
                            .body(body)
                            .to(port)
                            .status())
                    .isEqualTo(403);
        } finally {
            main.stop();
        }
    }

    /** Camel's servlet is asked for by the name that the application's route uses. */
    @Test
    void webhookIsInTheServletOfTheRoute() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler("/app");
        ServletHolder holder = new ServletHolder("Own", new CamelHttpTransportServlet());
        holder.setInitOrder(1);
        handler.addServlet(holder, "/camel/*");
        server.setHandler(handler);
        server.start();
        int unused = Started.freePort();
        Main main = main(unused, routes("servlet:/orders?servletName=Own", DLR, false));
        main.start();
        try {
            assertServed(connector.getLocalPort(), "/app/camel");
            assertNothingElseListens(main.getCamelContext(), unused);
        } finally {
            main.stop();
            server.stop();
        }
    }

    @Test
    void aContextWithoutMainUsesItsRouteToo() throws Exception {
        int port = Started.freePort();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            context.addRoutes(routes("undertow:http://127.0.0.1:" + port + "/orders", DLR, true));

            assertServed(port, "");
            assertThat(context.hasServices(VertxPlatformHttpServer.class)).isEmpty();
        }
    }

    /** Asked for by name, Camel Main's server is started beside the application's. */
    @ParameterizedTest
    @ValueSource(strings = {"camel.server.enabled", "webhookComponent"})
    void serverOfCamelMainIsUsedWhereItIsAskedFor(String how) throws Exception {
        int port = Started.freePort();
        int asked = Started.freePort();
        boolean option = how.equals("webhookComponent");
        Main main = main(
                asked,
                routes(
                        "netty-http:http://127.0.0.1:" + port + "/orders",
                        DLR + (option ? "&webhookComponent=platform-http" : ""),
                        true));
        if (!option) {
            main.addProperty(how, "true");
        }
        main.start();
        try {
            assertServed(asked, "");
            assertThat(Call.of("GET", PATH).to(port).status()).isEqualTo(404);
        } finally {
            main.stop();
        }
    }

    /** A client's endpoint is no server. */
    @ParameterizedTest
    @ValueSource(strings = {"netty-http:http", "undertow:http"})
    void aRouteThatOnlyCallsIsNoServer(String client) throws Exception {
        int port = Started.freePort();
        Main main = main(port, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders").to(client + "://127.0.0.1:1/orders");
                from(DLR)
                        .process(exchange -> received.add(exchange.getMessage()
                                .getBody(DeliveryReceipt.class)
                                .messageId()));
            }
        });
        main.start();
        try {
            assertServed(port, "");
        } finally {
            main.stop();
        }
    }

    @Test
    void aRouteOnPlatformHttpHasTheServerOfCamelMain() throws Exception {
        int port = Started.freePort();
        Main main = main(port, routes("platform-http:/orders", DLR, true));
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                from("undertow:http://127.0.0.1:" + Started.freePort() + "/other")
                        .setBody(constant("other"));
            }
        });
        main.start();
        try {
            assertServed(port, "");
            assertThat(Call.of("GET", "/orders").to(port).status()).isEqualTo(200);
        } finally {
            main.stop();
        }
    }

    @Test
    void ofSeveralServersOneMustBeNamed() throws Exception {
        int one = Started.freePort();
        int other = Started.freePort();
        for (String options : List.of("", "&webhookComponent=undertow")) {
            Main main = main(
                    Started.freePort(), routes("undertow:http://127.0.0.1:" + one + "/orders", DLR + options, true));
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("undertow:http://127.0.0.1:" + other + "/other").setBody(constant("other"));
                }
            });
            try {
                assertThatThrownBy(main::start)
                        .hasStackTraceContaining(
                                "the application has several HTTP servers: undertow at http://127.0.0.1:" + one
                                        + ", undertow at http://127.0.0.1:" + other)
                        .hasStackTraceContaining("camel.rest.port");
            } finally {
                main.stop();
            }
            Main named = main(
                    Started.freePort(), routes("undertow:http://127.0.0.1:" + one + "/orders", DLR + options, true));
            named.addProperty("camel.rest.port", String.valueOf(other));
            named.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("undertow:http://127.0.0.1:" + other + "/other").setBody(constant("other"));
                }
            });
            named.start();
            try {
                assertServed(other, "");
            } finally {
                named.stop();
            }
        }
    }

    @Test
    void contextPathOfTheRestConfigurationStandsInFront() throws Exception {
        int port = Started.freePort();
        Main main = main(Started.freePort(), routes("jetty:http://127.0.0.1:" + port + "/orders", DLR, true));
        main.addProperty("camel.rest.contextPath", "/api/");
        main.start();
        try {
            assertServed(port, "/api");
        } finally {
            main.stop();
        }
    }

    /** Whichever of the two routes starts first opens the port with the certificate. */
    @ParameterizedTest
    @CsvSource({
        "undertow:https, '', false",
        "undertow:https, '', true",
        "jetty:https, '', false",
        "netty-http:https, '&ssl=true', false"
    })
    void webhookIsBehindTheTlsOfTheRoute(String server, String options, boolean ordersFirst, @TempDir Path folder)
            throws Exception {
        int port = Started.freePort();
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "here",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        Main main = main(
                Started.freePort(),
                routes(
                        server + "://localhost:" + port + "/orders?sslContextParameters=#tls" + options,
                        DLR,
                        ordersFirst));
        main.bind("tls", tls(keys));
        main.start();
        try {
            for (String path : List.of("/orders", PATH)) {
                assertThat(post("https://localhost:" + port + path, keys))
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(received).containsExactly("a");
        } finally {
            main.stop();
        }
    }

    private static SSLContextParameters tls(Path keys) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys);
        store.setPassword("changeit");
        store.setType("PKCS12");
        KeyManagersParameters managers = new KeyManagersParameters();
        managers.setKeyStore(store);
        managers.setKeyPassword("changeit");
        SSLContextParameters tls = new SSLContextParameters();
        tls.setKeyManagers(managers);
        return tls;
    }

    private static int post(String url, Path trusted) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore keys = KeyStore.getInstance(trusted.toFile(), "changeit".toCharArray());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("here", keys.getCertificate("here"));
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .POST(HttpRequest.BodyPublishers.ofString(RECEIPT))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}

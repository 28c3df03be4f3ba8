package io.github.camelsms.internal.transport;

import static io.github.camelsms.internal.transport.RawServer.ok;
import static io.github.camelsms.internal.transport.RawServer.untilClosed;
import static io.github.camelsms.internal.transport.RawServer.write;
import static io.github.camelsms.internal.transport.Transports.REQUEST;
import static io.github.camelsms.internal.transport.Transports.begin;
import static io.github.camelsms.internal.transport.Transports.call;
import static io.github.camelsms.internal.transport.Transports.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.internal.transport.RawServer.Answer;
import io.github.camelsms.internal.transport.RawServer.Received;
import io.github.camelsms.internal.transport.Transports.End;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust and proxy are those of Camel's https and http components. */
@ParameterizedClass
@EnumSource(TestClient.Kind.class)
@Timeout(60)
class TlsAndProxyTransportTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static KeyStore keys;
    private static Path trust;

    private final Transports transports;
    private final DefaultCamelContext context = new DefaultCamelContext();

    TlsAndProxyTransportTest(TestClient.Kind kind) {
        this.transports = new Transports(kind);
    }

    @AfterEach
    void stop() {
        transports.close();
        context.stop();
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        keytool("-alias", "ca", "-dname", "CN=Private CA", "-ext", "bc:c");
        keytool("-alias", "here", "-dname", "CN=here", "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1");
        keytool("-alias", "elsewhere", "-dname", "CN=elsewhere", "-signer", "ca", "-ext", "san=dns:sms.example.com");
        keytool(
                "-alias",
                "expired",
                "-dname",
                "CN=here",
                "-signer",
                "ca",
                "-ext",
                "san=dns:localhost",
                "-startdate",
                "-9d");
        keys = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        trust = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            trusted.store(out, PASSWORD);
        }
    }

    private static void keytool(String... options) throws Exception {
        ProcessBuilder keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                folder.resolve("keys.p12").toString());
        keytool.command().addAll(List.of(options));
        keytool.redirectErrorStream(true);
        Process process = keytool.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }

    private static KeyStore store(String alias) throws Exception {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        Certificate[] chain = keys.getCertificateChain(alias);
        one.setKeyEntry(alias, keys.getKey(alias, PASSWORD), PASSWORD, chain);
        return one;
    }

    /** A provider by https that shows one of the certificates. */
    private static RawServer secured(String alias, boolean mutual, Answer answer) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store(alias), PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(KeyStore.getInstance(trust.toFile(), PASSWORD));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), trusted.getTrustManagers(), null);
        SSLServerSocket listener = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(mutual);
        return new RawServer(listener, answer);
    }

    private static RawServer secured(String alias) throws Exception {
        return secured(alias, false, (request, connection) -> write(connection, ok("done")));
    }

    private static SSLContextParameters privateCa() {
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(parameters(trust));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }

    private static KeyStoreParameters parameters(Path file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword(new String(PASSWORD));
        store.setType("PKCS12");
        return store;
    }

    private TestClient transport(String base, Map<String, Object> options) throws Exception {
        return transport(base, options, Duration.ofSeconds(20));
    }

    private TestClient transport(String base, Map<String, Object> options, Duration connectTimeout) throws Exception {
        URI uri = URI.create(base);
        PropertyBindingSupport.bindProperties(context, context.getComponent(uri.getScheme()), new HashMap<>(options));
        return transports.to(uri, ClientSettings.of(context, uri), connectTimeout, Duration.ofSeconds(20));
    }

    private TestClient trusting(RawServer provider, Object... options) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of("sslContextParameters", privateCa()));
        for (int i = 0; i < options.length; i += 2) {
            all.put((String) options[i], options[i + 1]);
        }
        return transport("https://localhost:" + provider.port(), all);
    }

    private static void assertNotSent(HttpOutcome outcome, String detail) {
        assertThat(outcome.failure()).isInstanceOf(SmsRetryableException.class).hasMessageContaining(detail);
    }

    // TLS

    @Test
    void privateAuthorityIsTrustedWhereTheComponentOrTheContextSaysSo() throws Exception {
        try (RawServer provider = secured("here")) {
            for (String host : new String[] {"localhost", "127.0.0.1"}) {
                TestClient transport = transport(
                        "https://" + host + ":" + provider.port(), Map.of("sslContextParameters", privateCa()));
                assertThat(text(call(transport))).isEqualTo("done");
                assertThat(text(call(transport))).isEqualTo("done");
            }
            assertThat(provider.accepted()).isEqualTo(2);
        }
    }

    @Test
    void globalTrustIsUsedWhereTheComponentWantsIt() throws Exception {
        context.setSSLContextParameters(privateCa());
        try (RawServer provider = secured("here")) {
            String base = "https://localhost:" + provider.port();
            assertNotSent(call(transport(base, Map.of())), "no connection (SSLHandshakeException)");
            TestClient global = transport(base, Map.of("useGlobalSslContextParameters", true));
            assertThat(text(call(global))).isEqualTo("done");
        }
    }

    @Test
    void untrustedExpiredAndForeignCertificatesGetNothing() throws Exception {
        try (RawServer here = secured("here");
                RawServer expired = secured("expired");
                RawServer elsewhere = secured("elsewhere")) {
            assertNotSent(
                    call(transport("https://localhost:" + here.port(), Map.of())),
                    "no connection (SSLHandshakeException)");
            assertNotSent(call(trusting(expired)), "no connection (SSLHandshakeException)");
            assertNotSent(call(trusting(elsewhere)), "no connection (SSLPeerUnverifiedException)");
            assertThat(here.requests()).isEmpty();
            assertThat(expired.requests()).isEmpty();
            assertThat(elsewhere.requests()).isEmpty();
            await().until(() -> elsewhere.connections().isEmpty());

            TestClient lax = trusting(elsewhere, "x509HostnameVerifier", NoopHostnameVerifier.INSTANCE);
            assertThat(text(call(lax))).isEqualTo("done");
        }
    }

    @Test
    void serverWithoutTlsGetsNothing() throws Exception {
        for (boolean closes : new boolean[] {true, false}) {
            try (RawServer provider = new RawServer((request, connection) -> {
                write(connection, "HTTP/1.1 400 X\r\n\r\n");
                if (closes) {
                    connection.close();
                }
            })) {
                TestClient transport =
                        transport("https://localhost:" + provider.port(), Map.of(), Duration.ofMillis(500));
                assertNotSent(call(transport), "no connection (");
            }
        }
    }

    @Test
    void certificateOfTheClientIsShown() throws Exception {
        Path mine = folder.resolve("mine.p12");
        try (OutputStream out = Files.newOutputStream(mine)) {
            store("elsewhere").store(out, PASSWORD);
        }
        KeyManagersParameters managers = new KeyManagersParameters();
        managers.setKeyStore(parameters(mine));
        managers.setKeyPassword(new String(PASSWORD));
        SSLContextParameters both = privateCa();
        both.setKeyManagers(managers);
        try (RawServer provider = secured("here", true, (request, connection) -> write(connection, ok("done")))) {
            String base = "https://localhost:" + provider.port();
            assertThat(text(call(transport(base, Map.of("sslContextParameters", both)))))
                    .isEqualTo("done");
            // In TLS 1.3 the server refuses only after the client has begun to send.
            assertThat(call(transport(base, Map.of("sslContextParameters", privateCa())))
                            .failure())
                    .isNotNull();
            assertThat(provider.requests()).hasSize(1);
        }
    }

    /** One byte after the other of a long TLS record. */
    @Test
    void connectTimeoutBoundsAHandshakeThatDrips() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ServerSocket provider = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread dripping = new Thread(() -> {
                try (Socket connection = provider.accept()) {
                    connection.getOutputStream().write(new byte[] {22, 3, 3, 0x40, 0});
                    while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                        connection.getOutputStream().write(2);
                    }
                } catch (IOException | InterruptedException gone) {
                    closed.countDown();
                }
            });
            dripping.setDaemon(true);
            dripping.start();
            TestClient transport =
                    transport("https://localhost:" + provider.getLocalPort(), Map.of(), Duration.ofMillis(400));
            assertNotSent(call(transport), "connectTimeout of 400ms was reached");
            closed.await();
        }
    }

    /** A connection is closed when its server ends it or speaks, without a further call. */
    private static void waitUntilClosed(RawServer server) {
        await().until(() -> server.connections().isEmpty());
    }

    @Test
    void inputThatNobodyAskedForClosesASecureConnection() throws Exception {
        AtomicInteger number = new AtomicInteger();
        Semaphore written = new Semaphore(0);
        try (RawServer provider = secured("here", false, (request, connection) -> {
            write(connection, ok("reply " + number.incrementAndGet()));
            write(connection, ok("wrong"));
            written.release();
        })) {
            TestClient transport = trusting(provider);
            for (int i = 1; i <= 20; i++) {
                assertThat(text(call(transport))).isEqualTo("reply " + i);
                written.acquire();
                waitUntilClosed(provider);
            }
            assertThat(provider.accepted()).isEqualTo(20);
        }
    }

    /** The server ends its side and waits until the client has ended the other. */
    @Test
    void secureConnectionThatTheServerClosesIsNotUsed() throws Exception {
        Semaphore ended = new Semaphore(0);
        try (RawServer provider = secured("here", false, (request, connection) -> {
            write(connection, ok("done"));
            connection.shutdownOutput();
            ended.release();
            untilClosed(connection);
        })) {
            TestClient transport = trusting(provider);
            for (int i = 1; i <= 5; i++) {
                assertThat(text(call(transport))).isEqualTo("done");
                ended.acquire();
                waitUntilClosed(provider);
            }
            assertThat(provider.requests()).hasSize(5);
        }
    }

    // Proxy

    private static Map<String, Object> proxied(RawServer proxy, String password) {
        return Map.of(
                "sslContextParameters", privateCa(),
                "proxyHost", "127.0.0.1",
                "proxyPort", proxy.port(),
                "proxyAuthScheme", "http",
                "proxyAuthMethod", "Basic",
                "proxyAuthUsername", "proxy-user",
                "proxyAuthPassword", password);
    }

    private static boolean knows(Received request) {
        String basic = Base64.getEncoder().encodeToString("proxy-user:right".getBytes(StandardCharsets.UTF_8));
        return request.head().contains("Proxy-Authorization: Basic " + basic + "\r\n");
    }

    /** A proxy that asks for a password, makes tunnels, and answers by itself what does not go through one. */
    private static RawServer proxy(String challenge) throws IOException {
        return new RawServer((request, connection) -> {
            boolean digest = request.head().contains("Proxy-Authorization: Digest username=\"proxy-user\"");
            if (!knows(request) && !digest) {
                write(
                        connection,
                        "HTTP/1.1 407 X\r\nProxy-Authenticate: " + challenge + "\r\nContent-Length: 0\r\n\r\n");
            } else if (request.line().startsWith("CONNECT ")) {
                tunnel(connection, request.line().split("[ :]")[2]);
            } else {
                write(connection, ok("of the proxy"));
            }
        });
    }

    private static void tunnel(Socket client, String port) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            write(client, "HTTP/1.1 200 OK\r\n\r\n");
            Thread back = new Thread(() -> copy(server, client));
            back.setDaemon(true);
            back.start();
            copy(client, server);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            // One side has hung up.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic realm=\"p\"", "Digest realm=\"p\", nonce=\"n1\", qop=\"auth\", algorithm=MD5"})
    void tunnelOfAProxyCarriesEachCallOnce(String challenge) throws Exception {
        try (RawServer provider = secured("here");
                RawServer proxy = proxy(challenge)) {
            TestClient transport = transport("https://localhost:" + provider.port(), proxied(proxy, "right"));
            assertThat(text(call(transport))).isEqualTo("done");
            assertThat(text(call(transport))).isEqualTo("done");

            assertThat(provider.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.head())
                            .startsWith("POST /send HTTP/1.1\r\n")
                            .doesNotContain("Proxy-Authorization"));
            assertThat(proxy.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.head())
                            .startsWith("CONNECT localhost:" + provider.port() + " HTTP/1.1\r\n")
                            .doesNotContain("X-Key"));
        }
    }

    @Test
    void replyThroughATunnelIsTheProvidersWhateverItsStatus() throws Exception {
        try (RawServer provider = secured(
                        "here",
                        false,
                        (request, connection) -> write(
                                connection,
                                "HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 4\r\n\r\nodd!"));
                RawServer proxy = proxy("Basic realm=\"p\"")) {
            HttpOutcome outcome = call(transport("https://localhost:" + provider.port(), proxied(proxy, "right")));

            assertThat(text(outcome)).isEqualTo("odd!");
            assertThat(outcome.responseOrThrow().status()).isEqualTo(407);
            assertThat(provider.requests()).hasSize(1);
        }
    }

    private static void assertRefusedByProxy(HttpOutcome outcome) {
        assertThat(outcome.failure()).isInstanceOfSatisfying(SmsRefusedException.class, failure -> {
            assertThat(failure.httpStatus()).contains(407);
            assertThat(failure.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
            assertThat(failure).hasMessageContaining("proxy").hasMessageNotContaining("wrong-password");
        });
    }

    /** A proxy that answers when as many ask at once as may, and then one after the other. */
    @Test
    void connectionsAreOpenedSomeAtATimeAndEachCallEnds() throws Exception {
        AtomicInteger asking = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(WaitingCalls.MOST_OPENING);
        try (RawServer proxy = new RawServer((request, connection) -> {
            most.accumulateAndGet(asking.incrementAndGet(), Math::max);
            full.countDown();
            await().until(() -> full.getCount() == 0);
            asking.decrementAndGet();
            write(connection, "HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n");
        })) {
            TestClient transport = transport("https://localhost:9", proxied(proxy, "right"));
            List<End> ends = Stream.generate(() -> begin(transport, REQUEST))
                    .limit(WaitingCalls.MOST_OPENING + 144)
                    .toList();

            for (End end : ends) {
                assertThat(end.get().failure()).hasMessageContaining("the proxy answered 502");
            }
            assertThat(most).hasValue(WaitingCalls.MOST_OPENING);
            assertThat(proxy.requests()).hasSize(ends.size());
        }
    }

    @Test
    void aCallThatWaitsForAConnectionEndsByTheTimeOutOrTheStop() throws Exception {
        try (RawServer silent = new RawServer((request, connection) -> untilClosed(connection))) {
            String base = "https://localhost:9";
            for (boolean late : new boolean[] {true, false}) {
                TestClient transport = transport(
                        base, proxied(silent, "right"), late ? Duration.ofMillis(700) : Duration.ofSeconds(30));
                List<End> ends = Stream.generate(() -> begin(transport, REQUEST))
                        .limit(WaitingCalls.MOST_OPENING + 44)
                        .toList();
                if (!late) {
                    await().until(() -> silent.connections().size() == WaitingCalls.MOST_OPENING);
                    transport.stop();
                }
                for (End end : ends) {
                    assertThat(end.get().failure())
                            .isInstanceOf(SmsRetryableException.class)
                            .hasMessageContaining(late ? "connectTimeout of 700ms" : "stopped");
                }
                transport.stop();
                await().until(() -> silent.connections().isEmpty());
            }
        }
    }

    @Test
    void proxyThatDoesNotAcceptThePasswordIsNoFaultOfTheMessage() throws Exception {
        try (RawServer provider = secured("here");
                RawServer proxy = proxy("Basic realm=\"p\"")) {
            String base = "https://localhost:" + provider.port();
            assertRefusedByProxy(call(transport(base, proxied(proxy, "wrong-password"))));
            assertThat(proxy.requests()).hasSize(2);
            assertThat(provider.accepted()).isZero();
            await().until(() -> proxy.connections().isEmpty());
        }
        try (RawServer proxy = proxy("Negotiate")) {
            assertRefusedByProxy(call(transport("https://localhost:9", proxied(proxy, "right"))));
        }
    }

    @Test
    void proxyThatReachesNobodyMayBeAskedAgain() throws Exception {
        for (int status : new int[] {403, 502, 503, 504, 302}) {
            try (RawServer proxy = RawServer.replying("HTTP/1.1 " + status + " X\r\nContent-Length: 4\r\n\r\nbody")) {
                HttpOutcome outcome = call(transport("https://localhost:9", proxied(proxy, "right")));
                assertNotSent(outcome, "no connection (the proxy answered " + status + ")");
                assertThat(proxy.requests()).hasSize(1);
            }
        }
    }

    @Test
    void connectTimeoutBoundsATunnel() throws Exception {
        try (RawServer proxy = new RawServer((request, connection) -> untilClosed(connection))) {
            TestClient transport = transport("https://localhost:9", proxied(proxy, "right"), Duration.ofMillis(300));
            assertNotSent(call(transport), "connectTimeout of 300ms was reached");
            await().until(() -> proxy.connections().isEmpty());
        }
    }

    private static Map<String, Object> plain(Map<String, Object> options) {
        Map<String, Object> plain = new HashMap<>(options);
        plain.remove("sslContextParameters");
        return plain;
    }

    @Test
    void proxyOfPlainCallsPassesEachOnOnceAndRefusesAWrongPassword() throws Exception {
        try (RawServer proxy = proxy("Basic realm=\"p\"")) {
            TestClient transport = transport("http://127.0.0.1:9/base", plain(proxied(proxy, "right")));
            assertThat(text(call(transport))).isEqualTo("of the proxy");
            assertThat(text(call(transport))).isEqualTo("of the proxy");
            assertThat(proxy.requests())
                    .filteredOn(TlsAndProxyTransportTest::knows)
                    .hasSize(2)
                    .allSatisfy(request ->
                            assertThat(request.line()).isEqualTo("POST http://127.0.0.1:9/base/send HTTP/1.1"));
            assertRefusedByProxy(call(transport("http://127.0.0.1:9", plain(proxied(proxy, "wrong-password")))));
        }
    }

    @Test
    void hostsWithoutProxyAreRead() throws Exception {
        assumeThat(HttpComponent.class.getMethods())
                .as("the option nonProxyHosts, which camel-http of this line must have")
                .extracting(Method::getName)
                .contains("setNonProxyHosts");
        try (RawServer provider = RawServer.replying(ok("direct"));
                RawServer proxy = RawServer.replying(ok("of the proxy"))) {
            String base = provider.uri().toString();
            Map<String, Object> options = Map.of("proxyHost", "127.0.0.1", "proxyPort", proxy.port());
            assertThat(text(call(transport(base, options)))).isEqualTo("of the proxy");
            Map<String, Object> bypass = new HashMap<>(options);
            bypass.put("nonProxyHosts", "localhost, 127.0.*");
            assertThat(text(call(transport(base, bypass)))).isEqualTo("direct");
        }
    }

    @Test
    void theGlobalProxyIsRead() throws Exception {
        try (DefaultCamelContext other = new DefaultCamelContext();
                RawServer proxy = RawServer.replying(ok("of the proxy"))) {
            other.setGlobalOptions(new HashMap<>(
                    Map.of("http.proxyHost", "127.0.0.1", "http.proxyPort", String.valueOf(proxy.port()))));
            URI base = URI.create("http://provider.invalid");
            assertThat(text(call(transports.to(base, ClientSettings.of(other, base)))))
                    .isEqualTo("of the proxy");
        }
    }

    @Test
    void proxyThatThisClientCannotUseIsRefusedAtTheStart() {
        Map<String, Object> byTls = Map.of("proxyHost", "127.0.0.1", "proxyPort", 1);
        assertThatThrownBy(() -> transport("https://localhost:9", byTls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxyAuthScheme=http");
    }
}

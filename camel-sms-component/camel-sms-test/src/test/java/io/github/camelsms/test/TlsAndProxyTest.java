package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.test.RawServer.Answer;
import io.github.camelsms.test.RawServer.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Trust and proxy are those of camel-http, set on its component. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(60)
class TlsAndProxyTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String PROXY_PASSWORD = Sentinels.SECRET_KEY;

    @TempDir
    private static Path folder;

    private static KeyStore keys;
    private static Path trust;

    private final Carrier carrier;

    TlsAndProxyTest(Carrier carrier) {
        this.carrier = carrier;
    }

    private String uri(ProviderCase call, String baseUrl, String... options) {
        return call.uri(baseUrl, carrier.with(options));
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
                "CN=x",
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
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** A provider by https that shows one of the certificates. */
    private static RawServer secured(String alias, Answer answer) throws Exception {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        Certificate[] chain = keys.getCertificateChain(alias);
        one.setKeyEntry(alias, keys.getKey(alias, PASSWORD), PASSWORD, chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(one, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return RawServer.on(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                request -> answer);
    }

    private static SSLContextParameters privateCa() {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + trust);
        store.setPassword(new String(PASSWORD));
        store.setType("PKCS12");
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }

    private static DefaultCamelContext context(Map<String, Object> httpOptions) {
        DefaultCamelContext context = new DefaultCamelContext();
        PropertyBindingSupport.bindProperties(context, context.getComponent("https"), new HashMap<>(httpOptions));
        Map<String, Object> plain = new HashMap<>(httpOptions);
        plain.remove("sslContextParameters"); // would turn http: into https:
        PropertyBindingSupport.bindProperties(context, context.getComponent("http"), plain);
        context.start();
        return context;
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void privateAuthorityIsTrustedWhereCamelHttpIsToldTo(ProviderCase call) throws Exception {
        try (RawServer provider = secured("here", call.good());
                DefaultCamelContext context = context(Map.of("sslContextParameters", privateCa()))) {
            for (String host : new String[] {"localhost", "127.0.0.1"}) {
                Exchange exchange =
                        Call.on(context, uri(call, "https://" + host + ":" + provider.port()), call.input());
                assertThat(exchange.getException()).isNull();
            }
            assertThat(provider.requestCount()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void untrustedCertificateGetsNothing(ProviderCase call) throws Exception {
        try (RawServer provider = secured("here", call.good());
                DefaultCamelContext context = context(Map.of())) {
            SmsRetryableException failure = Call.failing(
                    SmsRetryableException.class,
                    context,
                    uri(call, "https://localhost:" + provider.port()),
                    call.input());

            assertThat(failure).hasMessageContaining("SSLHandshakeException");
            assertThat(failure.errorClass()).isEqualTo(ErrorClass.TEMPORARY);
            assertThat(provider.requestCount()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void certificateOfAnotherHostGetsNothing(ProviderCase call) throws Exception {
        try (RawServer provider = secured("elsewhere", call.good());
                DefaultCamelContext context = context(Map.of("sslContextParameters", privateCa()))) {
            Call.failing(
                    SmsRetryableException.class,
                    context,
                    uri(call, "https://localhost:" + provider.port()),
                    call.input());

            assertThat(provider.requestCount()).isZero();
        }
    }

    @Test
    void serverWithoutTlsGetsNothing() throws Exception {
        ProviderCase call = ProviderCase.of("2fa-link", "send");
        try (RawServer provider = RawServer.answering(RawServer.bytesThenEnd("HTTP/1.1 400 X\r\n\r\n"));
                DefaultCamelContext context = context(Map.of())) {
            Call.failing(
                    SmsRetryableException.class,
                    context,
                    uri(call, "https://localhost:" + provider.port(), "connectTimeout=500"),
                    call.input());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void certificateThatHasExpiredGetsNothing(ProviderCase call) throws Exception {
        try (RawServer provider = secured("expired", call.good());
                DefaultCamelContext context = context(Map.of("sslContextParameters", privateCa()))) {
            Call.failing(
                    SmsRetryableException.class,
                    context,
                    uri(call, "https://localhost:" + provider.port()),
                    call.input());

            assertThat(provider.requestCount()).isZero();
        }
    }

    /** The record of a TLS handshake whose bytes come one by one, so that no pause between two of them is long. */
    private static final Answer DRIP = (connection, out) -> {
        byte[] record = ByteBuffer.allocate(5 + 16_000)
                .put((byte) 22)
                .put((byte) 3)
                .put((byte) 3)
                .putShort((short) 16_000)
                .array();
        for (int i = 0; i < record.length && !connection.isClosed(); i++) {
            out.write(record[i]);
            out.flush();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    };

    /** A server that begins to talk without having been asked. */
    private static ServerSocket talking(Answer talk) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!listener.isClosed()) {
                try (Socket connection = listener.accept()) {
                    talk.write(connection, connection.getOutputStream());
                } catch (IOException gone) {
                    continue; // the caller has hung up
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void connectTimeoutBoundsConnectionAndHandshakeTogether(ProviderCase call) throws Exception {
        try (ServerSocket provider = talking(DRIP);
                DefaultCamelContext context = context(Map.of())) {
            long begin = System.nanoTime();
            Call.failing(
                    SmsRetryableException.class,
                    context,
                    uri(call, "https://localhost:" + provider.getLocalPort(), "connectTimeout=500"),
                    call.input());

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void plainTextWhereTlsIsExpectedGetsNothing(ProviderCase call) throws Exception {
        Answer plain = RawServer.bytesThenEnd("220 mail.example.com ESMTP\r\n");
        try (ServerSocket provider = talking(plain);
                DefaultCamelContext context = context(Map.of())) {
            Call.failing(
                    SmsRetryableException.class,
                    context,
                    uri(call, "https://localhost:" + provider.getLocalPort(), "connectTimeout=5s"),
                    call.input());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void proxyThatClosesOrDripsMayBeAskedAgain(ProviderCase call) throws Exception {
        List<Answer> answers = List.of(
                RawServer.bytesThenEnd(""),
                RawServer.bytesThenReset(""),
                RawServer.bytesThenEnd("HTTP/1.1 20"),
                RawServer.silence(),
                RawServer.trickle("HTTP/1.1 200 OK\r\n", "X: y\r\n"));
        for (Answer answer : answers) {
            try (RawServer proxy = RawServer.answering(answer);
                    DefaultCamelContext context = context(proxied(proxy, PROXY_PASSWORD))) {
                long begin = System.nanoTime();
                Call.failing(
                        SmsRetryableException.class,
                        context,
                        uri(call, "https://localhost:9", "connectTimeout=500", "responseTimeout=600"),
                        call.input());

                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
                assertThat(proxy.requestCount()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void proxyThatWantsCredentialsWhereNoneAreSetIsNotTheMessagesFault(ProviderCase call) throws Exception {
        try (RawServer proxy = proxy(RawServer.silence());
                DefaultCamelContext context = context(
                        Map.of("proxyHost", "127.0.0.1", "proxyPort", proxy.port(), "proxyAuthScheme", "http"))) {
            for (String url : List.of("https://localhost:9", "http://localhost:9")) {
                SmsRefusedException refusal =
                        Call.failing(SmsRefusedException.class, context, uri(call, url), call.input());

                assertThat(refusal.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
                assertThat(refusal.httpStatus()).contains(407);
            }
            assertThat(proxy.requestCount()).isEqualTo(2);
        }
    }

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
        String pair = "proxy-user:" + PROXY_PASSWORD;
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return basic.equals(request.header("Proxy-Authorization"));
    }

    /** A proxy that asks for a password, makes tunnels, and answers by itself what is not to go through one. */
    private static RawServer proxy(Answer answer) throws IOException {
        Answer challenge = RawServer.reply(407, "text/plain", "", "Proxy-Authenticate: Basic realm=\"proxy\"");
        return RawServer.choosing(request -> {
            if (!knows(request)) {
                return challenge;
            }
            return request.method().equals("CONNECT") ? tunnel(request.target()) : answer;
        });
    }

    private static Answer tunnel(String target) {
        int colon = target.lastIndexOf(':');
        return (client, out) -> {
            try (client;
                    Socket server = new Socket(
                            InetAddress.getLoopbackAddress(), Integer.parseInt(target.substring(colon + 1)))) {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                Thread back = new Thread(() -> copy(server, client));
                back.setDaemon(true);
                back.start();
                copy(client, server);
            }
        };
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
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void tunnelOfAProxyWithPasswordCarriesEachCallOnce(ProviderCase call) throws Exception {
        try (RawServer provider = secured("here", call.good());
                RawServer proxy = proxy(RawServer.silence());
                DefaultCamelContext context = context(proxied(proxy, PROXY_PASSWORD))) {
            String uri = uri(call, "https://localhost:" + provider.port());
            assertThat(Call.on(context, uri, call.input()).getException()).isNull();
            assertThat(Call.on(context, uri, call.input()).getException()).isNull();

            assertThat(provider.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("Proxy-Authorization"));
            assertThat(proxy.requests()).allSatisfy(request -> {
                assertThat(request.method()).isEqualTo("CONNECT");
                assertThat(request.headers()).doesNotContainKey("Authorization");
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void wrongProxyPasswordIsRefused(ProviderCase call) throws Exception {
        try (RawServer provider = secured("here", call.good());
                RawServer proxy = proxy(RawServer.silence());
                DefaultCamelContext context = context(proxied(proxy, "wrong"))) {
            SmsRefusedException refusal = Call.failing(
                    SmsRefusedException.class,
                    context,
                    uri(call, "https://localhost:" + provider.port()),
                    call.input());

            assertThat(refusal.httpStatus()).contains(407);
            assertThat(refusal.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
            assertThat(provider.acceptedConnections()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void proxyThatReachesNobodyMayBeAskedAgain(ProviderCase call) throws Exception {
        for (int status : new int[] {403, 502, 503, 504}) {
            try (RawServer proxy = RawServer.answering(RawServer.reply(status, "application/json", call.goodReply()));
                    DefaultCamelContext context = context(proxied(proxy, PROXY_PASSWORD))) {
                SmsRetryableException failure = Call.failing(
                        SmsRetryableException.class, context, uri(call, "https://localhost:9"), call.input());

                assertThat(failure).hasMessageContaining("no connection");
                assertThat(proxy.requestCount()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void proxyOfPlainCallsPassesEachOnOnceAndRefusesAWrongPassword(ProviderCase call) throws Exception {
        try (RawServer proxy = proxy(call.good());
                DefaultCamelContext context = context(proxied(proxy, PROXY_PASSWORD));
                DefaultCamelContext wrong = context(proxied(proxy, "wrong"))) {
            Exchange exchange = Call.on(context, uri(call, "http://127.0.0.1:9"), call.input());
            assertThat(exchange.getException()).isNull();
            assertThat(proxy.requests()).filteredOn(TlsAndProxyTest::knows).hasSize(1);

            SmsRefusedException refusal =
                    Call.failing(SmsRefusedException.class, wrong, uri(call, "http://127.0.0.1:9"), call.input());
            assertThat(refusal.httpStatus()).contains(407);
        }
    }
}

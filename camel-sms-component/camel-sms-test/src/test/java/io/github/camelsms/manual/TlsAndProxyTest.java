package io.github.camelsms.manual;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.camelsms.manual.Manual.Block;
import io.github.camelsms.manual.Manual.Page;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The properties of the chapter on TLS and proxies do what it says, with a CA and a proxy of this test. */
class TlsAndProxyTest {

    static final String SECTION = "TLS, private CAs, proxies";

    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final Page page = Manual.page("docs/sending.md");
    private final List<Block> blocks = page.blocks().stream()
            .filter(block -> block.section().equals(SECTION))
            .toList();

    private SmsSimulator simulator;
    private WireMockServer gateway;

    @BeforeEach
    void startGateway() throws Exception {
        simulator = SmsSimulator.start();
        Path keys = folder.resolve("gateway.p12");
        keytool("-genkeypair", "-alias", "gateway", "-keyalg", "RSA", "-dname", "CN=localhost");
        keytool(
                "-exportcert",
                "-alias",
                "gateway",
                "-file",
                folder.resolve("gateway.cer").toString());
        gateway = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystorePath(keys.toString())
                .keystoreType("PKCS12")
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
        gateway.start();
        gateway.stubFor(
                post("/sms").willReturn(okJson("{\"errorcode\": 100, \"request_id\": \"65F1A2B3-QWJXKTNMZP\"}")));
    }

    @AfterEach
    void stopGateway() {
        gateway.stop();
        simulator.close();
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", folder.resolve("gateway.p12").toString(), "-storepass", PASSWORD));
        if (command.contains("-genkeypair")) {
            command.addAll(List.of("-ext", "san=dns:localhost", "-storetype", "PKCS12"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void thePrivateCaIsTrusted() throws Exception {
        assertThat(send(names()).getException()).isNull();

        gateway.verify(1, postRequestedFor(urlEqualTo("/sms")));
    }

    @Test
    void withoutItNothingIsSent() throws Exception {
        Map<String, String> names = names();
        names.put("camel.component.https.useGlobalSslContextParameters", "false");

        assertThat(send(names).getException()).isInstanceOf(SmsRetryableException.class);

        gateway.verify(0, postRequestedFor(urlEqualTo("/sms")));
    }

    @Test
    void theProxyIsUsed() throws Exception {
        try (Tunnel proxy = new Tunnel()) {
            Map<String, String> names = names();
            names.put("camel.component.https.proxyHost", "127.0.0.1");
            names.put("camel.component.https.proxyPort", String.valueOf(proxy.port()));

            assertThat(send(names).getException()).isNull();

            assertThat(proxy.targets).containsExactly("CONNECT localhost:" + gateway.httpsPort() + " HTTP/1.1");
        }
        gateway.verify(1, postRequestedFor(urlEqualTo("/sms")));
    }

    private Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        names.put("ca.truststore", folder.resolve("gateway.p12").toString());
        names.put("TRUSTSTORE_PASSWORD", PASSWORD);
        names.put("gateway.port", String.valueOf(gateway.httpsPort()));
        names.put("camel.component.https.proxyHost", "");
        names.put("camel.component.https.proxyPort", "");
        return names;
    }

    private Exchange send(Map<String, String> names) throws Exception {
        Main main = new Snippets(simulator, folder).start(page, blocks.get(0), names);
        try {
            return main.getCamelContext().createProducerTemplate().request("sms:send?account=main", exchange -> {
                exchange.getMessage().setBody("Hello");
                exchange.getMessage().setHeader("CamelSmsTo", Snippets.NUMBER);
            });
        } finally {
            main.stop();
        }
    }

    /** A proxy that knows CONNECT and nothing else. */
    private static final class Tunnel implements AutoCloseable {

        final List<String> targets = new CopyOnWriteArrayList<>();
        private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        Tunnel() throws IOException {
            daemon(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept() throws IOException {
            while (!server.isClosed()) {
                Socket client = server.accept();
                daemon(() -> connect(client));
            }
        }

        private void connect(Socket client) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            String target = head.substring(0, head.indexOf("\r\n"));
            targets.add(target);
            String[] address = target.split(" ")[1].split(":");
            try (Socket upstream = new Socket("127.0.0.1", Integer.parseInt(address[1]))) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                daemon(() -> pump(upstream.getInputStream(), client.getOutputStream()));
                pump(client.getInputStream(), upstream.getOutputStream());
            }
        }

        private static void pump(InputStream from, OutputStream to) throws IOException {
            byte[] buffer = new byte[4096];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
            }
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void daemon(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException closed) {
                    // The test has what it wanted.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }
}

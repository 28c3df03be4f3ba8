package io.github.camelsms.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LRUCacheFactory;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;

/**
 * An application that receives receipts of 2FA.link and keeps their message ids: a process of its own, so that it can be killed. Takes the
 * folder of its files and the token; prints its port once it serves; ends when its standard input does.
 */
final class ReceivingProcess {

    /** Message ids in the order in which they were processed, one a line, each on the disk before its receipt is acknowledged. */
    static final String TARGET = "target.txt";

    private static final String REPOSITORY = "processed.txt";
    private static final int REMEMBERED = 100_000;

    private ReceivingProcess() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        endWithStandardInput();
        int port = freePort();
        try (FileChannel target = FileChannel.open(
                folder.resolve(TARGET),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            Main main = new Main();
            main.addInitialProperty("camel.server.host", "127.0.0.1");
            main.addInitialProperty("camel.server.port", String.valueOf(port));
            main.bind(
                    "processed",
                    new WholeLinesRepository(folder.resolve(REPOSITORY).toFile()));
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sms:dlr?provider=2fa-link&verification=token&webhookVerifyToken=" + arguments[1]
                                    + "&idempotentRepository=#processed")
                            .process(exchange ->
                                    keep(target, exchange.getMessage().getHeader("CamelSmsMessageId", String.class)));
                }
            });
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void afterStart(BaseMainSupport started) {
                    System.out.println(port);
                }
            });
            main.run();
        }
    }

    /**
     * Camel's repository in a file, with each entry and its line end in one write. Camel writes the two one after the other: a kill in
     * between joins the next entry to this one, and both are lost at the next start.
     */
    private static final class WholeLinesRepository extends FileIdempotentRepository {

        private final File file;

        WholeLinesRepository(File file) {
            super(file, LRUCacheFactory.newLRUCache(REMEMBERED));
            this.file = file;
        }

        @Override
        protected void appendToStore(String key) {
            try {
                Files.writeString(
                        file.toPath(),
                        key + '\n',
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static synchronized void keep(FileChannel target, String messageId) throws IOException {
        target.write(ByteBuffer.wrap((messageId + '\n').getBytes(StandardCharsets.US_ASCII)));
        target.force(false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void endWithStandardInput() {
        Thread watch = new Thread(() -> {
            try {
                System.in.readAllBytes();
            } catch (IOException broken) {
                // as good as its end
            }
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
    }
}

package io.github.camelsms.test;

import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.spi.JdbcStateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * One node of several that receive receipts of 2FA.link: a process of its own, so that it can be killed. Takes the address of the database, the
 * token, the file of its journal and the message id of a receipt whose route does not end here; prints its port once it serves; ends when its
 * standard input does.
 */
final class SharedReceivingProcess {

    private final FileChannel journal;
    private final String endless;

    private SharedReceivingProcess(FileChannel journal, String endless) {
        this.journal = journal;
        this.endless = endless;
    }

    /**
     * A line of a journal.
     *
     * @param begins whether a route begins, or ends
     * @param event message id and state
     * @param at nanoseconds of a clock that all processes of the machine share
     */
    record Line(boolean begins, String event, boolean stale, long at) {

        static Line parse(String line) {
            String[] parts = line.split(" ");
            return new Line(
                    parts[0].equals("begin"), parts[1], Boolean.parseBoolean(parts[2]), Long.parseLong(parts[3]));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %s %s %d", begins ? "begin" : "end", event, stale, at);
        }
    }

    public static void main(String[] arguments) throws Exception {
        FileChannel journal =
                FileChannel.open(Path.of(arguments[2]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        SharedReceivingProcess node = new SharedReceivingProcess(journal, arguments[3]);
        DefaultCamelContext context = new DefaultCamelContext();
        context.getComponent("sms", SmsComponent.class).setStateStore(new JdbcStateStore(Postgres.pool(arguments[0])));
        MainHttpServer server = new MainHttpServer();
        server.setCamelContext(context);
        server.setHost("127.0.0.1");
        server.setPort(ServerPort.any());
        context.addService(server, true, true);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?provider=2fa-link&verification=token&webhookVerifyToken=" + arguments[1])
                        .process(node::process);
            }
        });
        context.start();
        System.out.println(context.getComponent("platform-http", PlatformHttpComponent.class)
                .getEngine()
                .getServerPort());
        System.in.readAllBytes();
        Runtime.getRuntime().halt(0);
    }

    private void process(Exchange exchange) throws Exception {
        String id = exchange.getMessage().getHeader(SmsConstants.MESSAGE_ID, String.class);
        String event = id + '/' + exchange.getMessage().getHeader(SmsConstants.STATUS, String.class);
        boolean stale = exchange.getMessage().getHeader(SmsConstants.STALE, false, Boolean.class);
        write(new Line(true, event, stale, System.nanoTime()));
        if (id.equals(endless)) {
            new CountDownLatch(1).await();
        }
        write(new Line(false, event, stale, System.nanoTime()));
    }

    private synchronized void write(Line line) throws IOException {
        journal.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
        journal.force(false);
    }
}

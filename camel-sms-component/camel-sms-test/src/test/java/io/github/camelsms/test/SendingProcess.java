package io.github.camelsms.test;

import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * An application that sends one text to many recipients and keeps a line for each result: a process of its own, so that it can be killed,
 * or be given little memory. Takes the URI to send to, how many recipients there are, and the file.
 */
final class SendingProcess {

    private SendingProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                Writer file = Files.newBufferedWriter(Path.of(arguments[2]), StandardCharsets.UTF_8)) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:campaign")
                            .to(arguments[0])
                            .split(body())
                            .streaming()
                            .process(
                                    exchange -> keep(file, exchange.getMessage().getBody(BulkResult.class)));
                }
            });
            context.start();
            context.createProducerTemplate().sendBody("direct:campaign", messages(Integer.parseInt(arguments[1])));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void keep(Writer file, BulkResult result) throws Exception {
        file.write(result.outcome() + " " + result.to().e164() + "\n");
        file.flush();
    }

    private static Iterator<SmsMessage> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        SmsMessage.to(number(i)).text("The depot opens at 9.").build())
                .iterator();
    }

    static String number(int i) {
        return "+44770" + String.format("%07d", i);
    }
}

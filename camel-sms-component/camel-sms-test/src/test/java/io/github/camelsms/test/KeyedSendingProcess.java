package io.github.camelsms.test;

import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.SmsTypeConverters;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.JdbcStateStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * An application that sends messages with idempotency keys: a process of its own, so that it can be killed. Takes the address of the database
 * and the endpoints to send to; reads a message from each line of its standard input: the number of an endpoint and a key; prints the key and
 * its result, a submission as JSON or the type of the failure.
 */
final class KeyedSendingProcess {

    /** How many messages are sent at once. */
    static final int THREADS = 4;

    private KeyedSendingProcess() {}

    public static void main(String[] arguments) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getComponent("sms", SmsComponent.class).setStateStore(new JdbcStateStore(Postgres.pool(arguments[0])));
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int endpoint = Integer.parseInt(line.substring(0, 1));
            String key = line.substring(2);
            threads.execute(() -> System.out.println(key + ' ' + result(template, arguments[endpoint + 1], key)));
        }
        Runtime.getRuntime().halt(0);
    }

    private static String result(ProducerTemplate template, String uri, String key) {
        Exchange sent = template.request(uri, exchange -> {
            exchange.getMessage().setBody("Message " + key + " $$CODE$$");
            exchange.getMessage().setHeader(SmsConstants.TO, "+447700900123");
            exchange.getMessage().setHeader(SmsConstants.IDEMPOTENCY_KEY, key);
        });
        try {
            return sent.getException() instanceof SmsException failure
                    ? failure.getClass().getSimpleName()
                    : SmsTypeConverters.toText(sent.getMessage().getMandatoryBody(SmsSubmission.class));
        } catch (Exception unexpected) {
            return "unexpected " + unexpected;
        }
    }
}

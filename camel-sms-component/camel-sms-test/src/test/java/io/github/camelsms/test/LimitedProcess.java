package io.github.camelsms.test;

import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An application that sends under a rate limit kept in PostgreSQL: a process of its own, since a cluster has several. Takes the address of
 * the database and that of the provider. For each number on standard input it sends so many messages, one after the other, and then prints
 * how many failed.
 */
final class LimitedProcess {

    private static final ProviderCase SEND = ProviderCase.of("transmitsms", "send");

    private LimitedProcess() {}

    public static void main(String[] arguments) throws IOException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        try (DefaultCamelContext context = new DefaultCamelContext();
                Scanner in = new Scanner(System.in, StandardCharsets.US_ASCII)) {
            context.getRegistry()
                    .bind(
                            "buckets",
                            Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                                    .build());
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            while (in.hasNextInt()) {
                int failed = 0;
                for (int left = in.nextInt(); left > 0; left--) {
                    failed += fails(template, arguments[1]) ? 1 : 0;
                }
                System.out.println("failed: " + failed);
            }
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private static boolean fails(ProducerTemplate template, String provider) {
        Exchange result = template.send(
                SEND.limitedUri(provider), exchange -> SEND.input().accept(exchange.getIn()));
        if (result.getException() != null) {
            System.err.println(result.getException());
        }
        return result.isFailed();
    }
}

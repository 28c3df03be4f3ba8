package io.github.camelsms.compatibility.springboot;

import io.github.camelsms.model.DeliveryReceipt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Sends by its account, and keeps the receipts. */
@SpringBootApplication
public class Application {

    private final BlockingQueue<DeliveryReceipt> receipts = new LinkedBlockingQueue<>();

    BlockingQueue<DeliveryReceipt> receipts() {
        return receipts;
    }

    @Bean
    RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").to("sms:send?account=main");
                from("sms:dlr?account=main").routeId("receipts").process(exchange -> {
                    receipts.add(exchange.getMessage().getBody(DeliveryReceipt.class));
                });
            }
        };
    }
}

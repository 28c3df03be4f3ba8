package io.github.camelsms.engines;

import io.github.camelsms.model.DeliveryReceipt;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/**
 * A route that receives receipts and keeps them.
 *
 * @param id of the route
 * @param path where it is served
 * @param news receipts in order of arrival
 * @param headers those of the Exchanges in order of arrival
 */
record Served(
        CamelContext context, String id, String path, Queue<DeliveryReceipt> news, Queue<Map<String, Object>> headers) {

    static Served start(Engine engine, String id, String path, String options, Processor then) throws Exception {
        Served served = new Served(
                engine.context(),
                id,
                engine.prefix() + path,
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>());
        engine.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?path=" + path + "&webhookComponent=" + engine.component() + "&" + options)
                        .routeId(id)
                        .process(exchange -> {
                            served.news.add(exchange.getMessage().getBody(DeliveryReceipt.class));
                            served.headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
                        })
                        .process(then);
            }
        });
        return served;
    }

    void remove() throws Exception {
        context.getRouteController().stopRoute(id);
        context.removeRoute(id);
    }
}

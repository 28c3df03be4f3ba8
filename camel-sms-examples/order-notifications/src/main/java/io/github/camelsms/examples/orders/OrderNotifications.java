package io.github.camelsms.examples.orders;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the routes of {@code camel/*.yaml} until it is stopped, against simulated providers unless a profile of Camel, such as
 * {@code -Dcamel.main.profile=live}, says where the real ones are.
 */
public final class OrderNotifications {

    private static final Logger LOG = LoggerFactory.getLogger("orders");

    private OrderNotifications() {}

    public static void main(String[] args) throws Exception {
        if (MainHelper.lookupPropertyFromSysOrEnv("camel.main.profile").isPresent()) {
            application(Map.of()).run();
            return;
        }
        Path orders = Path.of(System.getProperty("orders.folder", "orders"));
        copyDemo(orders);
        try (Simulation simulation = Simulation.start()) {
            LOG.info("The providers are simulated on this machine: nothing is really sent.");
            LOG.info("Delivery rates: {}, order files: {}, end: Ctrl-C\n", simulation.page(), orders);
            application(simulation.properties()).run();
        }
    }

    private static void copyDemo(Path orders) throws IOException {
        Files.createDirectories(orders);
        try (InputStream demo = OrderNotifications.class.getResourceAsStream("/demo.json")) {
            Files.copy(Objects.requireNonNull(demo), orders.resolve("demo.json"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** @param properties take the place of those in {@code application.properties} */
    static Main application(Map<String, String> properties) {
        Main main = new Main(OrderNotifications.class);
        properties.forEach(main::addOverrideProperty);
        return main;
    }
}

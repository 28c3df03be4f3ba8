package io.github.camelsms.examples.quickstart;

import java.util.Map;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the routes of {@code camel/*.yaml} over {@code messages.csv} once, against simulated providers unless a profile of Camel, such as
 * {@code -Dcamel.main.profile=live}, says where the real ones are.
 */
public final class Quickstart {

    private static final Logger LOG = LoggerFactory.getLogger("quickstart");

    private Quickstart() {}

    /** @throws IllegalStateException when a row has no result, or more than one */
    public static void main(String[] args) throws Exception {
        boolean complete;
        if (MainHelper.lookupPropertyFromSysOrEnv("camel.main.profile").isPresent()) {
            complete = run(Map.of());
        } else {
            try (Simulation simulation = Simulation.start()) {
                LOG.info("The providers are simulated on this machine: nothing is really sent.\n");
                complete = run(simulation.properties());
            }
        }
        if (!complete) {
            throw new IllegalStateException("Not every row has exactly one result");
        }
    }

    /**
     * Sends all messages and ends.
     *
     * @param properties take the place of those in {@code application.properties}
     * @return whether every row of the input is in one of the files of results, once
     */
    static boolean run(Map<String, String> properties) throws Exception {
        Main main = new Main(Quickstart.class);
        Report report = new Report(new Csv());
        properties.forEach(main::addOverrideProperty);
        main.bind("csv", new Csv());
        main.bind("report", report);
        main.bind("quickstart", main);
        main.run();
        return report.isComplete();
    }
}

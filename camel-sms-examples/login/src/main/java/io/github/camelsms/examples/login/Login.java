package io.github.camelsms.examples.login;

import java.util.Map;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page of {@code camel/login.yaml} until it is stopped, against a simulated provider unless a profile of Camel, such as
 * {@code -Dcamel.main.profile=live}, says where the real one is.
 */
public final class Login {

    private static final Logger LOG = LoggerFactory.getLogger("login");

    private Login() {}

    public static void main(String[] args) throws Exception {
        if (MainHelper.lookupPropertyFromSysOrEnv("camel.main.profile").isPresent()) {
            application(Map.of()).run();
            return;
        }
        try (Simulation simulation = Simulation.start()) {
            LOG.info("The provider is simulated on this machine: nothing is really sent.");
            LOG.info("Log in: {}", simulation.page());
            LOG.info("What the handsets show: {}\nEnd: Ctrl-C\n", simulation.inbox());
            application(simulation.properties()).run();
        }
    }

    /** @param properties take the place of those in {@code application.properties} */
    static Main application(Map<String, String> properties) {
        Main main = new Main(Login.class);
        properties.forEach(main::addOverrideProperty);
        main.bind("sessions", new Sessions());
        main.bind("page", new LoginPage());
        return main;
    }
}

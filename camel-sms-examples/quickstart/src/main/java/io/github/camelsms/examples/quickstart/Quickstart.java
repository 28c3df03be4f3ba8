package io.github.camelsms.examples.quickstart;

import org.apache.camel.main.Main;

/** Starts Camel with the routes of this example; ends with Ctrl-C. */
public final class Quickstart {

    private Quickstart() {}

    public static void main(String[] args) throws Exception {
        new Main(Quickstart.class).run(args);
    }
}

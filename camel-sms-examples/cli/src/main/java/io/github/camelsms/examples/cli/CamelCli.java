package io.github.camelsms.examples.cli;

import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** Camel CLI as Maven Central has it, for machines on which none is installed. */
public final class CamelCli {

    private CamelCli() {}

    public static void main(String[] args) {
        CamelJBangMain.run(args);
    }
}

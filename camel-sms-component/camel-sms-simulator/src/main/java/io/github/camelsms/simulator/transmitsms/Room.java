package io.github.camelsms.simulator.transmitsms;

import java.util.Map;

/** A family of methods with what they remember. The double lets one call in at a time. */
interface Room {

    /** By name. */
    Map<String, Method> methods();

    /** Forgets what was told. */
    default void reset() {}
}

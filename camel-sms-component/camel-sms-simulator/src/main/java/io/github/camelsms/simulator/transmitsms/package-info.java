/** The simulator's double of Transmit SMS. */
@NullMarked
package io.github.camelsms.simulator.transmitsms;

import org.jspecify.annotations.NullMarked;

/** The simulator's double of Transmit SMS. */
@NullMarked
package io.github.camelsms.test.transmitsms;

import org.jspecify.annotations.NullMarked;

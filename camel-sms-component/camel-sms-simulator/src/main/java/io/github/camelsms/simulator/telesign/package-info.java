/** The simulator's double of TeleSign Verify. */
@NullMarked
package io.github.camelsms.simulator.telesign;

import org.jspecify.annotations.NullMarked;

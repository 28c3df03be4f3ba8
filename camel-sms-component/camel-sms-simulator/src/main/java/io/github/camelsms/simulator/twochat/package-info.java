/** The simulator's double of 2Chat. */
@NullMarked
package io.github.camelsms.simulator.twochat;

import org.jspecify.annotations.NullMarked;

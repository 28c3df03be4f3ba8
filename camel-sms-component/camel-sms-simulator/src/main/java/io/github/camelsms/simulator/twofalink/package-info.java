/** The simulator's double of 2FA.link. */
@NullMarked
package io.github.camelsms.simulator.twofalink;

import org.jspecify.annotations.NullMarked;

/** The simulator's double of 2Chat. */
@NullMarked
package io.github.camelsms.test.twochat;

import org.jspecify.annotations.NullMarked;

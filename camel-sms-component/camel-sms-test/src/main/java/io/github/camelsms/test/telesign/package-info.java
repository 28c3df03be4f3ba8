/** The simulator's double of TeleSign Verify. */
@NullMarked
package io.github.camelsms.test.telesign;

import org.jspecify.annotations.NullMarked;

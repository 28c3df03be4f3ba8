/** What the author of a provider implements: one gateway's wire protocol as pure functions. */
@NullMarked
package io.github.camelsms.spi;

import org.jspecify.annotations.NullMarked;

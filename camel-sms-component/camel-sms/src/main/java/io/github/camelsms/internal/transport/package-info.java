/** Carries HTTP calls. */
@NullMarked
package io.github.camelsms.internal.transport;

import org.jspecify.annotations.NullMarked;

/** The HTTP servers of Camel, one adapter each. */
@NullMarked
package io.github.camelsms.internal.server;

import org.jspecify.annotations.NullMarked;

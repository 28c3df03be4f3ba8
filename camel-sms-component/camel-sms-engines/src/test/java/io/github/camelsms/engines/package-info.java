/** Webhooks on every HTTP server that Camel has. */
@NullMarked
package io.github.camelsms.engines;

import org.jspecify.annotations.NullMarked;

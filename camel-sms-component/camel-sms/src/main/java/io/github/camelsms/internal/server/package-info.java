/**
 * The HTTP servers of Camel, one adapter each. Start with {@link io.github.camelsms.internal.server.WebhookServer}, which finds the server
 * and serves a path on it; {@link io.github.camelsms.internal.server.ServerRequest} is what comes in, as it was sent.
 */
@NullMarked
package io.github.camelsms.internal.server;

import org.jspecify.annotations.NullMarked;

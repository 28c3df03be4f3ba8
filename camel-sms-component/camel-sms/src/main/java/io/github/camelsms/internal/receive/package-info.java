/** Consumers: webhooks and polling. Start at {@link io.github.camelsms.internal.receive.WebhookProcessor}. */
@NullMarked
package io.github.camelsms.internal.receive;

import org.jspecify.annotations.NullMarked;

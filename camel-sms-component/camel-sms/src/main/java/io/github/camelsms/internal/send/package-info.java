/** Producers: one message, many messages, calls, pages. Start at {@link io.github.camelsms.internal.send.SmsProducer}. */
@NullMarked
package io.github.camelsms.internal.send;

import org.jspecify.annotations.NullMarked;

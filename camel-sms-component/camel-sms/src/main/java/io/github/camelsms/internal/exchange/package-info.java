/** Reads messages, queries and calls from an Exchange and writes results and failures to it. Only this package names headers. Start at {@link io.github.camelsms.internal.exchange.ExchangeBinding}. */
@NullMarked
package io.github.camelsms.internal.exchange;

import org.jspecify.annotations.NullMarked;

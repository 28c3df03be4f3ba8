/** The way to one account: encode, send, decode, and the links of the chain in between. Start at {@link io.github.camelsms.internal.client.AccountClient}. */
@NullMarked
package io.github.camelsms.internal.client;

import org.jspecify.annotations.NullMarked;

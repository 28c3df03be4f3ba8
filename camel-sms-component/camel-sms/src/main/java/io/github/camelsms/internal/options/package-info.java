/** The options in force: endpoint over account over component; URLs, addresses and providers. Start at {@link io.github.camelsms.internal.options.AccountSettings}. */
@NullMarked
package io.github.camelsms.internal.options;

import org.jspecify.annotations.NullMarked;

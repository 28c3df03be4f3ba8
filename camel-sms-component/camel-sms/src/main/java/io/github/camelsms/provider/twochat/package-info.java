/**
 * The SMS API of 2Chat: JSON, numbers with {@code +}. Sending follows the vendor's SMS API page; reading rests on what the vendor published
 * elsewhere; where both are silent, the code is our choice.
 */
@NullMarked
package io.github.camelsms.provider.twochat;

import org.jspecify.annotations.NullMarked;

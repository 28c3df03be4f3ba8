/**
 * 2FA.link's SMS API: one URL, JSON, operation in field {@code mode}. It follows the vendor's API page; where that is silent, on HTTP
 * statuses for one, the code is our choice.
 */
@NullMarked
package io.github.camelsms.provider.twofalink;

import org.jspecify.annotations.NullMarked;

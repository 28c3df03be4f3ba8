/** 2FA.link's SMS API: one URL, JSON, operation in field {@code mode}. Sections in comments are those of its API page as of 2026. */
@NullMarked
package io.github.camelsms.provider.twofalink;

import org.jspecify.annotations.NullMarked;

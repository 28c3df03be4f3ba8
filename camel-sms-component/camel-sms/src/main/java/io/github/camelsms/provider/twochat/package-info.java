/** Provider {@code 2chat}: the SMS API of 2Chat. Sections named in here are those of its wire specification. */
@NullMarked
package io.github.camelsms.provider.twochat;

import org.jspecify.annotations.NullMarked;

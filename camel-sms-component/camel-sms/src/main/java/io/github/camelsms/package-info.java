/** The {@code sms:} component; the only package that knows Apache Camel. */
@NullMarked
package io.github.camelsms;

import org.jspecify.annotations.NullMarked;

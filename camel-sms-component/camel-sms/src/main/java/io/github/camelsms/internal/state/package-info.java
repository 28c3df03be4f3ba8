/** What is remembered between messages: processed events and correlation. */
@NullMarked
package io.github.camelsms.internal.state;

import org.jspecify.annotations.NullMarked;

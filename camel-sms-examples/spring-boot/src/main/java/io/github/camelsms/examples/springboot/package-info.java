/** Notifications by REST, sent as SMS. */
@NullMarked
package io.github.camelsms.examples.springboot;

import org.jspecify.annotations.NullMarked;

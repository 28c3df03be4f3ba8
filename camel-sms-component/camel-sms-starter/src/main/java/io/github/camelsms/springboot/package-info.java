/** Configures the {@code sms:} component in Spring Boot. */
@NullMarked
package io.github.camelsms.springboot;

import org.jspecify.annotations.NullMarked;

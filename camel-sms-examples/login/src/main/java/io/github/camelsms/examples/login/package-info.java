/** A web login by a code that comes as an SMS. */
@NullMarked
package io.github.camelsms.examples.login;

import org.jspecify.annotations.NullMarked;

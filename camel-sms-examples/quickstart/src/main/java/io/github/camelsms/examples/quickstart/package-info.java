/** A first route with the sms component, against a simulated provider. */
@NullMarked
package io.github.camelsms.examples.quickstart;

import org.jspecify.annotations.NullMarked;

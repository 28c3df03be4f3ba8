/** Sends SMS from a folder and keeps their receipts in another, in Apache Karaf. */
@NullMarked
package io.github.camelsms.examples.karaf;

import org.jspecify.annotations.NullMarked;

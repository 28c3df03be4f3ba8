/** What starts Camel CLI; the example itself is the YAML beside the POM. */
@NullMarked
package io.github.camelsms.examples.cli;

import org.jspecify.annotations.NullMarked;

/** The simulator as a program of its own. */
@org.jspecify.annotations.NullMarked
package io.github.camelsms.simulator.standalone;

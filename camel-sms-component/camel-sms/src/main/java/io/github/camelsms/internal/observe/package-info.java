/** Makes visible what the component does: metrics, and what the console and health checks report. */
@org.jspecify.annotations.NullMarked
package io.github.camelsms.internal.observe;

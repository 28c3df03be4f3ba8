/**
 * The inbox page of the simulator and the JSON API behind it.
 *
 * <p>Both stand below {@code /__admin/inbox}, beside WireMock's administration: that shadows no path of a gateway, and is not
 * journaled, so that a page that looks every second does not fill the journal of requests.
 */
@NullMarked
package io.github.camelsms.simulator.inbox;

import org.jspecify.annotations.NullMarked;

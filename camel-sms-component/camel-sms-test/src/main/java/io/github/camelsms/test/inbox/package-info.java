/**
 * The inbox page of the simulator and the JSON API behind it.
 *
 * <p>Both are routes of WireMock's administration, below {@code /__admin/inbox}: those shadow no path of a gateway, and are
 * not journaled, so that a page that looks every second does not fill the journal of requests.
 */
@NullMarked
package io.github.camelsms.test.inbox;

import org.jspecify.annotations.NullMarked;

package io.github.camelsms.simulator;

import java.time.Instant;

/**
 * A request that was to submit messages and submitted none: wrong keys, wrong fields, too many requests, or because a script
 * or the number says so. For several recipients it is one when none was taken.
 *
 * @param number   counts from 1 in order of arrival, apart from that of {@link InboxItem}; never given twice by one simulator
 * @param provider provider id
 * @param at       when it came, by the simulator's clock
 * @param exchange the request and the gateway's words
 */
public record RefusedSubmission(long number, String provider, Instant at, SubmissionExchange exchange) {}

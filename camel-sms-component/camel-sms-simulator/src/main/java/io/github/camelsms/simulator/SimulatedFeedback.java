package io.github.camelsms.simulator;

import java.time.Instant;

/**
 * A client's word that a message arrived or a verification was completed.
 *
 * @param provider  provider id
 * @param messageId id of a message that the simulator knows
 * @param at        when it came, by the simulator's clock
 */
public record SimulatedFeedback(String provider, String messageId, Instant at) {}

package io.github.camelsms.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a message's history.
 *
 * @param state state in which the message was from then on
 * @param at    when, by the simulator's clock
 * @param note  what else happened, such as a receipt that was lost; null when nothing did
 */
public record MessageStep(
        MessageState state, Instant at, @Nullable String note) {}

package io.github.camelsms.simulator;

import java.time.Instant;

/**
 * A handset that wrote {@code STOP}.
 *
 * @param provider provider id
 * @param handset  number of the handset, E.164 with {@code +}
 * @param at       when it did so first
 */
record OptOutMark(String provider, String handset, Instant at) {

    @Override
    public String toString() {
        return "OptOutMark[provider=" + provider + ", handset=" + Mask.number(handset) + "]";
    }
}

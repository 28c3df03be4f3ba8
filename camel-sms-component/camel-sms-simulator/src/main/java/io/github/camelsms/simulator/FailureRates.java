package io.github.camelsms.simulator;

import io.github.camelsms.simulator.Wishes.Fate;
import java.util.Random;

/** Shares of messages that fail by chance, the same ones for the same seed and order of submissions. Thread-safe. */
final class FailureRates {

    private static final long SALT = 0x5EED_FA11L;

    private final double refused;
    private final double undelivered;
    private final Random random;

    /** @param refused share of all messages that a gateway refuses @param undelivered share of all that it takes and loses */
    FailureRates(double refused, double undelivered, long seed) {
        this.refused = refused;
        this.undelivered = undelivered;
        random = new Random(seed ^ SALT);
    }

    Wishes draw() {
        if (refused == 0 && undelivered == 0) {
            return Wishes.NONE;
        }
        double drawn = random.nextDouble();
        if (drawn < refused) {
            return Wishes.NONE.withFate(Fate.refused(null));
        }
        return drawn < refused + undelivered ? Wishes.NONE.withFate(Fate.ends(Outcome.UNDELIVERED)) : Wishes.NONE;
    }
}

package io.github.camelsms.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Looks at messages when they are due to move by the clock, so that their receipts go out though nobody asks. */
final class StateWatch {

    /** The clock and the timer may differ by a little. */
    private static final Duration MARGIN = Duration.ofMillis(5);

    private final MessageCentre centre;
    private final MessageCentre.Timetable timetable;
    private final SpeedTimer timer;

    StateWatch(MessageCentre centre, MessageCentre.Timetable timetable, SpeedTimer timer) {
        this.centre = centre;
        this.timetable = timetable;
        this.timer = timer;
    }

    void watch(SimulatedMessage accepted) {
        Clock clock = centre.clock();
        for (Instant moment : timetable.moments(accepted.sendAt())) {
            Duration wait = Duration.between(clock.instant(), moment).plus(MARGIN);
            timer.afterReally(wait, () -> centre.find(accepted.provider(), accepted.messageId()));
        }
    }
}

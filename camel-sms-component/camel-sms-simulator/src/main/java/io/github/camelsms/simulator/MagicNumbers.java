package io.github.camelsms.simulator;

import io.github.camelsms.simulator.Wishes.Fate;
import java.util.Map;

/** What the last four digits of a number ask for, beside the ends of {@link Outcome}. */
final class MagicNumbers {

    private static final int SUFFIX_LENGTH = 4;

    private static final Map<String, Wishes> BY_SUFFIX = Map.of(
            "0906", Wishes.NONE.withFate(Fate.refused(null)),
            "0907", Wishes.NONE.withReply(Wishes.NEVER),
            "0908", Wishes.NONE.withReply(Wishes.LATE),
            "0909", Wishes.NONE.withReceiptCopies(0),
            "0910", Wishes.NONE.withReceiptCopies(2),
            "0911", Wishes.NONE.withReceiptsLate(Wishes.LATE),
            "0912", Wishes.NONE.withAnswer("STOP"));

    private MagicNumbers() {}

    static Wishes of(String msisdn) {
        String suffix = msisdn.substring(Math.max(0, msisdn.length() - SUFFIX_LENGTH));
        return Outcome.find(msisdn)
                .map(outcome -> Wishes.NONE.withFate(Fate.ends(outcome)))
                .orElseGet(() -> BY_SUFFIX.getOrDefault(suffix, Wishes.NONE));
    }
}

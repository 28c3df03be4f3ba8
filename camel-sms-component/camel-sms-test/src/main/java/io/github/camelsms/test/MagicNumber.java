package io.github.camelsms.test;

import io.github.camelsms.test.Wishes.Fate;

/** What the last four digits of a number ask for, beside the ends of {@link Outcome}. */
enum MagicNumber {
    /** The gateway refuses the submission with its usual code. */
    REFUSED("0906", Wishes.NONE.withFate(Fate.refused(null))),
    /** The gateway keeps the message and never answers the submission. */
    NO_REPLY("0907", Wishes.NONE.withReply(Wishes.NEVER)),
    /** It answers after {@link Wishes#LATE}. */
    SLOW_REPLY("0908", Wishes.NONE.withReply(Wishes.LATE)),
    RECEIPT_LOST("0909", Wishes.NONE.withReceiptCopies(0)),
    RECEIPT_TWICE("0910", Wishes.NONE.withReceiptCopies(2)),
    RECEIPT_LATE("0911", Wishes.NONE.withReceiptsLate(Wishes.LATE)),
    /** The handset answers. */
    STOP("0912", Wishes.NONE.withAnswer("STOP"));

    private final String suffix;
    private final Wishes wishes;

    MagicNumber(String suffix, Wishes wishes) {
        this.suffix = suffix;
        this.wishes = wishes;
    }

    static Wishes of(String msisdn) {
        for (MagicNumber number : values()) {
            if (msisdn.endsWith(number.suffix)) {
                return number.wishes;
            }
        }
        return Outcome.find(msisdn)
                .map(outcome -> Wishes.NONE.withFate(Fate.ends(outcome)))
                .orElse(Wishes.NONE);
    }
}

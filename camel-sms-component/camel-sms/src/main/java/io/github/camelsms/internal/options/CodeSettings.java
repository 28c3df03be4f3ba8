package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import java.time.Duration;

/**
 * How codes are made and what bounds them.
 *
 * @param length digits of a code
 * @param timeToLive how long a code is accepted
 * @param attempts how many checks a code allows
 * @param resendAfter how long a recipient waits for a further code
 * @param perRecipient how many codes a recipient gets in an hour
 * @param perPrefix how many codes go in an hour to numbers that differ in the last four digits only; 0 for no limit
 */
public record CodeSettings(
        int length, Duration timeToLive, int attempts, Duration resendAfter, int perRecipient, int perPrefix) {

    private static final int SHORTEST = 4;
    private static final int LONGEST = 10;
    private static final int MOST_ATTEMPTS = 20;
    private static final int MOST_PER_RECIPIENT = 100;
    private static final int MOST_PER_PREFIX = 1_000;
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final Duration HOUR = Duration.ofHours(1);

    /** @throws IllegalArgumentException naming the option at fault and what is accepted */
    static CodeSettings of(OptionLayers layers) {
        return new CodeSettings(
                within("codeLength", layers.get(SmsAccount::getCodeLength, 6), SHORTEST, LONGEST),
                within("codeTtl", layers.get(SmsAccount::getCodeTtl, Duration.ofMinutes(10)), LONGEST_LIFE),
                within("codeAttempts", layers.get(SmsAccount::getCodeAttempts, 5), 1, MOST_ATTEMPTS),
                within("codeResendAfter", layers.get(SmsAccount::getCodeResendAfter, Duration.ofSeconds(30)), HOUR),
                within("codesPerRecipient", layers.get(SmsAccount::getCodesPerRecipient, 5), 1, MOST_PER_RECIPIENT),
                within("codesPerPrefix", layers.get(SmsAccount::getCodesPerPrefix, 0), 0, MOST_PER_PREFIX));
    }

    private static int within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("option " + option + " must be from " + least + " to " + most);
        }
        return value;
    }

    private static Duration within(String option, Duration value, Duration most) {
        if (value.toMillis() < 1 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "option " + option + " must be a positive duration up to " + most.toHours() + "h");
        }
        return value;
    }
}

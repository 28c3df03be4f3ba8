package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.model.Keywords;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a recipient wants no more SMS.
 *
 * @param enforced whether recipients that opted out get nothing any more
 * @param out texts that opt out
 * @param in texts that opt in again
 */
public record OptOutSettings(boolean enforced, Keywords out, Keywords in) {

    static final String FLAG = "flag";
    static final String ENFORCE = "enforce";

    /** @throws IllegalArgumentException naming the option at fault and what is accepted */
    static OptOutSettings of(OptionLayers layers) {
        String mode = layers.get(SmsAccount::getOptOut, FLAG);
        if (!mode.equals(FLAG) && !mode.equals(ENFORCE)) {
            throw new IllegalArgumentException("option optOut is not known; accepted: " + FLAG + ", " + ENFORCE);
        }
        Keywords out = keywords("optOutKeywords", layers.find(SmsAccount::getOptOutKeywords), Keywords.OPT_OUT);
        Keywords in = keywords("optInKeywords", layers.find(SmsAccount::getOptInKeywords), Keywords.OPT_IN);
        if (out.intersects(in)) {
            throw new IllegalArgumentException("options optOutKeywords and optInKeywords must not share a keyword");
        }
        return new OptOutSettings(mode.equals(ENFORCE), out, in);
    }

    private static Keywords keywords(String option, @Nullable String joined, Keywords standard) {
        if (joined == null) {
            return standard;
        }
        try {
            return Keywords.of(AccountSettings.names(joined));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("option " + option + " " + wrong.getMessage());
        }
    }
}

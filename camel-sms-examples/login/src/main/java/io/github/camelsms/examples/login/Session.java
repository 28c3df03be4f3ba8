package io.github.camelsms.examples.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a browser has come.
 *
 * @param id of the cookie
 * @param number as it was typed; null before that
 * @param verificationId names the code that is awaited; one that never was, when none was sent
 * @param message what the page says about the last step; empty for nothing
 */
public record Session(
        String id, @Nullable String number, String verificationId, boolean loggedIn, String message, Instant until) {

    static Session fresh(String id, Instant until) {
        return new Session(id, null, "none", false, "", until);
    }

    Session saying(String words) {
        return new Session(id, number, verificationId, loggedIn, words, until);
    }

    /** The end of the number; enough to see whether it is the right one. */
    String ending() {
        String digits = number == null ? "" : number.replaceAll("\\D", "");
        return digits.substring(Math.max(0, digits.length() - 2));
    }
}

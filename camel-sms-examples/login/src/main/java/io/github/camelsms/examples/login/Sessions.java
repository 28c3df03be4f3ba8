package io.github.camelsms.examples.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all browsers, in memory: with several nodes they belong where each node sees them. What a session says does not depend on
 * whether a number is known, has reached a limit or wants no SMS, nor on why a code is not accepted.
 */
public final class Sessions {

    static final String ASKED =
            "A code is on its way, if this number can get one. Another one can be sent in half a minute.";
    static final String UNREADABLE = "That is not a mobile number with its country code, such as +44 7700 900123.";
    static final String NOT_ACCEPTED = "This code is not accepted. Type it again, or have another one sent.";
    static final String LATER = "That did not work just now. Please try again in a minute.";

    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int MOST = 10_000;
    private static final Pattern COOKIE = Pattern.compile("(?:^|;) *login=([A-Za-z0-9_-]{22})(?=;|$)");

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> kept = new LinkedHashMap<>(); // the one kept longest ago first

    /** The session that a browser's cookies name, or a new one. @param cookies the header; null for none */
    public synchronized Session of(@Nullable String cookies) {
        Matcher cookie = COOKIE.matcher(cookies == null ? "" : cookies);
        Session known = cookie.find() ? kept.get(cookie.group(1)) : null;
        return known != null && known.until().isAfter(Instant.now()) ? known : fresh();
    }

    private Session fresh() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return Session.fresh(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                Instant.now().plus(LIFE));
    }

    /** A code was sent. */
    public Session sent(Session session, String number, String verificationId) {
        return keep(new Session(session.id(), number, verificationId, false, ASKED, session.until()));
    }

    /** No code was sent; the page must not show that. A former code of the same number stays good. */
    public Session notSent(Session session, String number) {
        Session before = number.equals(session.number()) ? session : fresh();
        return keep(new Session(session.id(), number, before.verificationId(), false, ASKED, session.until()));
    }

    /** What was typed is not a number. */
    public Session unreadable(Session session) {
        return keep(session.saying(UNREADABLE));
    }

    /** The right code was typed. Under a new id, so that nobody who knew the old one is logged in, too. */
    public Session accepted(Session session) {
        leave(session);
        Session fresh = fresh();
        return keep(new Session(fresh.id(), session.number(), fresh.verificationId(), true, "", fresh.until()));
    }

    public Session notAccepted(Session session) {
        return keep(session.saying(NOT_ACCEPTED));
    }

    /** Neither the provider nor the store could say. */
    public Session later(Session session) {
        return keep(session.saying(LATER));
    }

    public synchronized Session leave(Session session) {
        kept.remove(session.id());
        return fresh();
    }

    private synchronized Session keep(Session session) {
        kept.remove(session.id());
        kept.put(session.id(), session);
        Iterator<Session> oldest = kept.values().iterator();
        while (kept.size() > MOST) {
            oldest.next();
            oldest.remove();
        }
        return session;
    }
}

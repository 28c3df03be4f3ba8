package io.github.camelsms.examples.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionsTest {

    private final Sessions sessions = new Sessions();

    private static String cookie(Session session) {
        return "a=b; login=" + session.id() + "; c=d";
    }

    @Test
    void aSessionIsFoundByItsCookieOnceItIsKept() {
        Session fresh = sessions.of(null);
        assertThat(sessions.of(cookie(fresh)).id()).isNotEqualTo(fresh.id());

        Session kept = sessions.sent(fresh, "+447700900123", "id");

        assertThat(sessions.of(cookie(fresh))).isEqualTo(kept);
        assertThat(sessions.of("login=" + fresh.id() + "x").id()).isNotEqualTo(fresh.id());
        assertThat(sessions.of("xlogin=" + fresh.id()).id()).isNotEqualTo(fresh.id());
    }

    @Test
    void theSessionOfALoginHasANewIdAndNoCode() {
        Session before = sessions.sent(sessions.of(null), "+447700900123", "id");

        Session after = sessions.accepted(before);

        assertThat(after.loggedIn()).isTrue();
        assertThat(after.verificationId()).isNotEqualTo("id");
        assertThat(sessions.of(cookie(after))).isEqualTo(after);
        assertThat(sessions.of(cookie(before)).loggedIn()).isFalse();
    }

    @Test
    void aCodeOfAnotherNumberIsForgottenWhenNoneIsSent() {
        Session session = sessions.sent(sessions.of(null), "+447700900123", "id");

        assertThat(sessions.notSent(session, "+447700900123").verificationId()).isEqualTo("id");
        assertThat(sessions.notSent(session, "+447700900124").verificationId()).isNotEqualTo("id");
    }

    @Test
    void theOldestSessionGoesWhenThereAreTooMany() {
        Session first = sessions.unreadable(sessions.of(null));
        Session second = sessions.unreadable(sessions.of(null));
        for (int i = 0; i < 9_999; i++) {
            sessions.unreadable(sessions.of(null));
        }

        assertThat(sessions.of(cookie(first)).message()).isEmpty();
        assertThat(sessions.of(cookie(second)).message()).isEqualTo(Sessions.UNREADABLE);
    }
}

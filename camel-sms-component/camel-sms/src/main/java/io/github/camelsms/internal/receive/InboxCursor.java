package io.github.camelsms.internal.receive;

import java.time.Instant;

/** Remembers up to when an inbox was read. */
interface InboxCursor {

    /** Forgets at a restart: reading begins with what arrives then. */
    InboxCursor NONE = new InboxCursor() {
        @Override
        public Instant start(Instant now) {
            return now;
        }

        @Override
        public void readUpTo(Instant time) {
            // nothing is kept
        }
    };

    /** From when on to read: now, or where an earlier process had come to. */
    Instant start(Instant now);

    /** Everything that arrived until then was processed. */
    void readUpTo(Instant time);
}

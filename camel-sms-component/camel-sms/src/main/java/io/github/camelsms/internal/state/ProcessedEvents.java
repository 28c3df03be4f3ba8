package io.github.camelsms.internal.state;

/**
 * Remembers which events were processed and how far each message has come. An event is recorded only after its route has succeeded, so a
 * crash in between lets the provider's repeat through. Thread-safe.
 */
public interface ProcessedEvents {

    /** How an event relates to those before it. */
    enum Verdict {
        /** Nothing like it was processed. */
        NEW,
        /** It comes after an event of a later state. */
        STALE,
        /** It was processed before. */
        DUPLICATE,
        /** It is being processed at this moment. */
        RUNNING
    }

    /**
     * Claims an event. While the claim of a {@link Verdict#NEW} or {@link Verdict#STALE} event is held, others get
     * {@link Verdict#RUNNING}; the two other verdicts hold nothing.
     *
     * @throws RuntimeException when the store fails; nothing is then claimed
     */
    Claim claim(EventKey key);

    /** Whether the event was processed before. */
    boolean isProcessed(EventKey key);

    /**
     * Whether a receipt with a final state of a message was processed.
     *
     * @param message of an {@link EventKey}
     */
    boolean hasEnded(String message);

    /** An event to process, or the reason not to. */
    interface Claim {

        Verdict verdict();

        /** Records the event as processed and how far its message has come; comes before {@link #release()}. */
        void done();

        /** Ends the claim. An event that is not done may come again. */
        void release();
    }

    /** A claim that holds nothing. */
    static Claim unclaimed(Verdict verdict) {
        return new Claim() {
            @Override
            public Verdict verdict() {
                return verdict;
            }

            @Override
            public void done() {
                throw new IllegalStateException("not claimed: " + verdict);
            }

            @Override
            public void release() {
                // nothing is held
            }
        };
    }
}

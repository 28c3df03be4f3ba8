package io.github.camelsms.http;

/** Carries one call to the provider and its reply back. Sends a request at most once and follows no redirect. */
@FunctionalInterface
public interface HttpTransport {

    /**
     * Makes the call. Never throws: every failure reaches the completion, which is called exactly once.
     *
     * @return true when the completion was called before this method returned
     */
    boolean execute(HttpCall call, Completion completion);

    /** Takes the end of a call. */
    @FunctionalInterface
    interface Completion {
        /** @param sync whether this runs on the caller's thread, before {@code execute} returns */
        void done(HttpOutcome outcome, boolean sync);
    }
}

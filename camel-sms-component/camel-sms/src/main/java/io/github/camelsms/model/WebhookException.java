package io.github.camelsms.model;

/** A call to a webhook that is refused before any route sees it. */
public final class WebhookException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status HTTP status of the answer
     * @param reason why, for the log: free of anything that the caller sent
     */
    public WebhookException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** What is called lacks a signature, a token or an address that proves who calls. */
    public static WebhookException forbidden(String reason) {
        return new WebhookException(403, reason);
    }

    /** What was sent cannot be read. */
    public static WebhookException unreadable(String reason) {
        return new WebhookException(400, reason);
    }

    public int status() {
        return status;
    }
}

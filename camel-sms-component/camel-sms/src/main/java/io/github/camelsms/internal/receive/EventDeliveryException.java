package io.github.camelsms.internal.receive;

/** An event did not get through its route. The message is free of what the event and the route's exception contain. */
final class EventDeliveryException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_CHAIN = 5;

    /** Whether the route did not run because another run of the same event has not ended. */
    private final boolean inProgress;

    private EventDeliveryException(String message, boolean inProgress) {
        super(message);
        this.inProgress = inProgress;
    }

    private EventDeliveryException(String message, Throwable cause) {
        super(message, cause);
        this.inProgress = false;
    }

    /** The same event is being processed at this moment, here or on another node. */
    static EventDeliveryException inProgress() {
        return new EventDeliveryException("the same event is being processed", true);
    }

    /**
     * The route failed. The message names the types of the cause and of what caused it, each with the place where it was thrown; their texts
     * may hold personal data and are left out.
     */
    static EventDeliveryException routeFailed(Throwable cause) {
        StringBuilder message = new StringBuilder("the route failed: ");
        Throwable link = cause;
        for (int i = 0; link != null && i < LONGEST_CHAIN; i++) {
            message.append(i == 0 ? "" : ", caused by ").append(link.getClass().getName());
            StackTraceElement[] trace = link.getStackTrace();
            if (trace.length > 0) {
                message.append(" at ").append(trace[0]);
            }
            link = link.getCause();
        }
        return new EventDeliveryException(message.toString(), cause);
    }

    boolean isInProgress() {
        return inProgress;
    }
}

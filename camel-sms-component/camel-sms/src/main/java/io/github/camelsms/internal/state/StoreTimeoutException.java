package io.github.camelsms.internal.state;

/** A state store did not answer in time. What was asked of it may still happen, except that an entry which it creates later is removed again. */
final class StoreTimeoutException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    StoreTimeoutException() {
        super("the state store did not answer in time");
    }
}

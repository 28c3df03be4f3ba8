package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;

/** Ends the handling of a request with an {@code error.code}. */
final class TransmitSmsRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Object description;
    private final int status;
    private final String code;

    /** @param description text, or {@link Members} where the gateway answers an object */
    TransmitSmsRefusal(int status, String code, Object description) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.description = description;
    }

    static TransmitSmsRefusal empty(String field) {
        return new TransmitSmsRefusal(400, "FIELD_EMPTY", "Required field '" + field + "' is empty");
    }

    static TransmitSmsRefusal invalid(String field) {
        return new TransmitSmsRefusal(400, "FIELD_INVALID", "Field '" + field + "' is invalid");
    }

    static TransmitSmsRefusal notFound() {
        return notFound("Message");
    }

    /** @param what in the singular, such as {@code List} */
    static TransmitSmsRefusal notFound(String what) {
        return new TransmitSmsRefusal(400, "NOT_FOUND", what + " with this ID does not exist");
    }

    static TransmitSmsRefusal exists(String what) {
        return new TransmitSmsRefusal(400, "KEY_EXISTS", what + " already exists");
    }

    int status() {
        return status;
    }

    /** The reply: nothing but the error block. */
    Members body() {
        return new Members().with("error", new Members().with("code", code).with("description", description));
    }
}

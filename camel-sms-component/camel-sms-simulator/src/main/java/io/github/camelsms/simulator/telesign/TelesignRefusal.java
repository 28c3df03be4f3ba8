package io.github.camelsms.simulator.telesign;

import io.github.camelsms.simulator.Members;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends the handling of a request with an error code. The message is for the wire: it may repeat what was sent. */
final class TelesignRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final int code;
    private final int statusCode;
    private final String description;
    private final @Nullable String signatureString;

    private TelesignRefusal(
            int httpStatus, int code, int statusCode, String description, @Nullable String signatureString) {
        super("TeleSign error " + code, null, false, false);
        this.httpStatus = httpStatus;
        this.code = code;
        this.statusCode = statusCode;
        this.description = description;
        this.signatureString = signatureString;
    }

    /** HTTP 401, status 501. */
    static TelesignRefusal unauthorized(int code, String description) {
        return new TelesignRefusal(401, code, 501, description, null);
    }

    /** HTTP 401 with the string that was signed here, as the gateway echoes it. */
    static TelesignRefusal badSignature(String signed) {
        return new TelesignRefusal(401, -30006, 501, "Invalid Signature", signed);
    }

    /** Status 500. */
    static TelesignRefusal notAttempted(int httpStatus, int code, String description) {
        return new TelesignRefusal(httpStatus, code, 500, description, null);
    }

    /** HTTP 404, status 599. */
    static TelesignRefusal expired() {
        return new TelesignRefusal(404, -10004, 599, "ReferenceID expired.", null);
    }

    static TelesignRefusal invalid(String parameter, String value) {
        return notAttempted(400, -10001, "Invalid Request: " + parameter + " Parameter: " + value);
    }

    static TelesignRefusal missing(String parameter) {
        return notAttempted(400, -10001, "Invalid Request: Missing Parameter: " + parameter);
    }

    int httpStatus() {
        return httpStatus;
    }

    int code() {
        return code;
    }

    String description() {
        return description;
    }

    /** The usual shape. @param referenceId @param subResource null or empty where the gateway names none */
    Members body(@Nullable String referenceId, @Nullable String subResource, Instant now) {
        Members members = new Members()
                .with("reference_id", referenceId)
                .with("sub_resource", subResource)
                .with("errors", List.of(bareBody().asMap()))
                .with(
                        "status",
                        new Members()
                                .with("updated_on", now.toString())
                                .with("code", statusCode)
                                .with("description", statusDescription()));
        return signatureString == null ? members : members.with("signature_string", signatureString);
    }

    private String statusDescription() {
        return switch (statusCode) {
            case 501 -> "Not authorized";
            case 599 -> "Status not available";
            default -> "Transaction not attempted";
        };
    }

    /** The shape of completion calls. */
    Members bareBody() {
        return new Members().with("code", code).with("description", description);
    }
}

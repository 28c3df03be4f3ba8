package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A code that was sent to a recipient, who is to type it. The code itself is nowhere in it.
 *
 * @param id under which the code is checked
 * @param to recipient
 * @param expiresAt when the code stops being accepted; null where the provider makes the code and does not say
 * @param submission the provider's answer to the send
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verification(
        String id, Msisdn to, @IsoText.Time @Nullable Instant expiresAt, SmsSubmission submission)
        implements SmsRecord {}

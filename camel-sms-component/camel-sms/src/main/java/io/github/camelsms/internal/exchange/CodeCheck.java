package io.github.camelsms.internal.exchange;

import io.github.camelsms.model.Msisdn;
import org.jspecify.annotations.Nullable;

/**
 * A code that a user typed. Prints without it.
 *
 * @param id of the verification; null when the recipient says which
 * @param to recipient; null when the id says which
 */
public record CodeCheck(@Nullable String id, @Nullable Msisdn to, String code) {

    @Override
    public String toString() {
        return "CodeCheck[id=" + id + ", to=" + to + "]";
    }
}

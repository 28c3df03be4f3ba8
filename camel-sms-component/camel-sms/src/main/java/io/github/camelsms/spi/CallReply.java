package io.github.camelsms.spi;

import io.github.camelsms.model.SmsCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A good reply to a {@link SmsCall}. Prints without the values of its members, which may be secrets.
 *
 * @param code the provider's code of success; null when it has none
 * @param members all members as the provider named them: text, numbers ({@code Integer}, {@code Long}, {@code BigDecimal}), booleans,
 *     nulls, lists and maps of these
 * @param rows of a call that is {@link SmsCall#paged()}: the rows of this page; else empty
 * @param nextPage the call of the page that follows; null after the last
 */
public record CallReply(
        @Nullable String code,
        Map<String, Object> members,
        List<Map<String, Object>> rows,
        @Nullable SmsCall nextPage) {

    /** A reply without pages. */
    public static CallReply of(@Nullable String code, Map<String, Object> members) {
        return new CallReply(code, members, List.of(), null);
    }

    /** The call of the page that follows. */
    public Optional<SmsCall> next() {
        return Optional.ofNullable(nextPage);
    }

    @Override
    public String toString() {
        return "CallReply[code=" + code + ", members=" + members.keySet() + ", rows=" + rows.size() + "]";
    }
}

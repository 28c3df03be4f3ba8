package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.model.Blank;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Options of one message that stand in its headers while it is sent. A header that the message has already wins, as it does over the
 * option of an endpoint. Never fails: what cannot be read is refused by the step itself.
 */
final class DynamicOptions {

    private final String operation;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, Object> params = new LinkedHashMap<>();
    private final List<Written> written = new ArrayList<>();

    /** @param earlier what stood there before; null for nothing */
    private record Written(
            String header, Object value, @Nullable Object earlier) {}

    DynamicOptions(String operation) {
        this.operation = operation;
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    /** @param name of a provider parameter */
    void param(String name, String value) {
        params.put(name, value);
    }

    /** Puts the options into the headers. */
    void write(Exchange exchange) {
        Message in = exchange.getMessage();
        headers.forEach((name, value) -> {
            if (isNone(in.getHeader(name))) {
                write(in, name, value);
            }
        });
        Object own = in.getHeader(SmsConstants.PARAMS);
        if (!params.isEmpty() && (isNone(own) || own instanceof Map<?, ?>)) {
            write(in, SmsConstants.PARAMS, merged(in.getBody(), own));
        }
    }

    private void write(Message in, String header, Object value) {
        written.add(new Written(header, value, in.getHeader(header)));
        in.setHeader(header, value);
    }

    /** The order of precedence: parameters of the header, those of the body of a call, options. */
    private Map<String, Object> merged(@Nullable Object body, @Nullable Object header) {
        Map<String, Object> merged = new LinkedHashMap<>(params);
        if (operation.equals(SmsOperation.call.name()) && body instanceof Map<?, ?> ofBody) {
            ofBody.forEach((name, value) -> {
                if (!isNone(value)) {
                    merged.remove(Blank.strip(String.valueOf(name)));
                }
            });
        }
        if (header instanceof Map<?, ?> ofHeader) {
            ofHeader.forEach((name, value) -> {
                if (!isNone(value)) {
                    merged.put(String.valueOf(name), value);
                }
            });
        }
        return merged;
    }

    private static boolean isNone(@Nullable Object value) {
        return value == null || value instanceof CharSequence text && Blank.strip(text.toString()) == null;
    }

    /** Leaves the headers as they were, except for what the step itself has written since. */
    void takeBack(Exchange exchange) {
        Message out = exchange.getMessage();
        written.forEach(one -> {
            if (out.getHeader(one.header()) == one.value()) {
                ResultWriter.set(out, one.header(), one.earlier());
            }
        });
        written.clear();
    }
}

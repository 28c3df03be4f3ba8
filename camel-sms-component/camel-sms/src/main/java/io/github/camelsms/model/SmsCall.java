package io.github.camelsms.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A call of one of the provider's methods by name. Prints without the values of its parameters.
 *
 * @param method the provider's own name of the method, such as {@code get-lists}
 * @param params parameters by the provider's own names
 * @param strict whether what the provider does not document is refused
 * @param paged whether the rows of all pages are wanted, beginning with the page that the parameters name
 */
public record SmsCall(String method, Map<String, Object> params, boolean strict, boolean paged) {

    public SmsCall {
        params = Map.copyOf(params);
    }

    /** The same call with another value of one parameter. */
    public SmsCall with(String param, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(params);
        changed.put(param, value);
        return new SmsCall(method, changed, strict, paged);
    }

    @Override
    public String toString() {
        return "SmsCall[method=" + method + ", params=" + Set.copyOf(params.keySet()) + ", strict=" + strict
                + ", paged=" + paged + "]";
    }
}

package io.github.camelsms.model;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An unmodifiable map in its order that prints its names only: a value may be personal. */
final class Details extends AbstractMap<String, Object> {

    private static final Details NONE = new Details(Map.of());

    private final Map<String, Object> values;

    private Details(Map<String, Object> values) {
        this.values = values;
    }

    /** @param values null, as JSON without them has, for none */
    static Map<String, Object> of(@Nullable Map<String, Object> values) {
        if (values instanceof Details) {
            return values;
        }
        return values == null || values.isEmpty()
                ? NONE
                : new Details(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return values.entrySet();
    }

    @Override
    public String toString() {
        return values.keySet().toString();
    }
}

package io.github.camelsms.simulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of a JSON object in the order of writing; nulls are written as {@code null}. */
public final class Members {

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /** @param value text, number, boolean, list, map, {@link Members} or null */
    public Members with(String name, @Nullable Object value) {
        members.put(name, value instanceof Members nested ? nested.asMap() : value);
        return this;
    }

    public Map<String, @Nullable Object> asMap() {
        return Collections.unmodifiableMap(members);
    }
}

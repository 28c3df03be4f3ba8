package io.github.camelsms.benchmarks;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the stub's process listens. Written {@code pid,target=port,...}. */
record StubAddress(long pid, Map<Target, Integer> ports) {

    static StubAddress parse(String text) {
        String[] parts = text.split(",");
        Map<Target, Integer> ports = new EnumMap<>(Target.class);
        Arrays.stream(parts)
                .skip(1)
                .map(part -> part.split("="))
                .forEach(port -> ports.put(Target.of(port[0]), Integer.valueOf(port[1])));
        return new StubAddress(Long.parseLong(parts[0]), ports);
    }

    URI base(Target target) {
        return URI.create(target.scheme() + "://localhost:" + ports.get(target));
    }

    @Override
    public String toString() {
        return pid
                + ports.entrySet().stream()
                        .map(port -> "," + port.getKey().id() + "=" + port.getValue())
                        .collect(Collectors.joining());
    }
}

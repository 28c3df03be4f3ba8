package io.github.camelsms.simulator;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** The beginning of the body with which an endpoint answered, as much as is worth showing; the rest is read and dropped. */
final class ReplyBody implements Consumer<Optional<byte[]>> {

    private static final int MOST = 2_000;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    BodyHandler<Void> handler() {
        return BodyHandlers.ofByteArrayConsumer(this);
    }

    @Override
    public void accept(Optional<byte[]> part) {
        part.ifPresent(bytes -> kept.write(bytes, 0, Math.min(bytes.length, MOST - kept.size())));
    }

    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}

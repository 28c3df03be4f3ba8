package io.github.camelsms.internal.receive;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The paths that are served. Some of Camel's servers would silently give a path that is taken to one of the two consumers. */
final class WebhookPaths {

    private final Map<String, String> owners = new ConcurrentHashMap<>();

    /** @throws IllegalStateException when another consumer serves that path of that server; the message names both */
    void take(String server, String path, String consumer) {
        String owner = owners.putIfAbsent(server + ":" + path, consumer);
        if (owner != null) {
            throw new IllegalStateException("path " + path + " of " + server + " is wanted by " + consumer
                    + " but served by " + owner + " already; give one of them another option path");
        }
    }

    /** Gives the path back; does nothing when another consumer serves it. */
    void free(String server, String path, String consumer) {
        owners.remove(server + ":" + path, consumer);
    }
}

package io.github.camelsms.internal.send;

import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts messages into as few calls as possible: those that may share one, up to a limit, and no recipient twice. */
public final class BulkPlan {

    /** The messages of one call, and their places among the results. */
    public record Chunk(List<Integer> places, List<SmsMessage> messages) {

        Chunk() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(int place, SmsMessage message) {
            places.add(place);
            messages.add(message);
        }
    }

    /** The chunks of messages that may share a call. */
    private static final class Group {
        private final List<Chunk> chunks = new ArrayList<>();
        private int firstOpen;

        /** The first chunk that lacks a recipient. */
        private final Map<Msisdn, Integer> next = new HashMap<>();
    }

    private final int size;
    private final List<Chunk> chunks = new ArrayList<>();
    private final Map<Object, Group> groups = new HashMap<>();

    /** @param size the most messages of a chunk */
    public BulkPlan(int size) {
        this.size = size;
    }

    /** Adds a message that gets a call of its own. */
    public void addAlone(int place, SmsMessage message) {
        newChunk().add(place, message);
    }

    /** Adds a message that may share a call with those of an equal shared part; a repeat of a recipient gets a later call. */
    public void add(int place, SmsMessage message, Msisdn to, Object shared) {
        Group group = groups.computeIfAbsent(shared, none -> new Group());
        int index = Math.max(group.firstOpen, group.next.getOrDefault(to, 0));
        while (index < group.chunks.size() && isFull(group.chunks.get(index))) {
            index++;
        }
        if (index == group.chunks.size()) {
            group.chunks.add(newChunk());
        }
        group.next.put(to, index + 1);
        group.chunks.get(index).add(place, message);
        while (group.firstOpen < group.chunks.size() && isFull(group.chunks.get(group.firstOpen))) {
            group.firstOpen++;
        }
    }

    private boolean isFull(Chunk chunk) {
        return chunk.messages().size() >= size;
    }

    private Chunk newChunk() {
        Chunk chunk = new Chunk();
        chunks.add(chunk);
        return chunk;
    }

    /** In the order in which their first messages came. */
    public List<Chunk> chunks() {
        return chunks;
    }
}

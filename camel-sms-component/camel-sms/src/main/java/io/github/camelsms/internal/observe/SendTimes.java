package io.github.camelsms.internal.observe;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers when messages were sent, without an object for each: half a megabyte, in which a later message takes the place of an earlier one
 * once there are many.
 */
final class SendTimes {

    private static final int SLOTS = 1 << 16;
    private static final long NANOS_A_TICK = 10_000_000;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
    private final long begin = System.nanoTime() - NANOS_A_TICK; // no message is sent at tick 0

    void sent(String messageId) {
        long hash = hash(messageId);
        slots.lazySet(slot(hash), hash & 0xFFFF_FFFF_0000_0000L | ticks());
    }

    /** Nanoseconds since the message was sent, in steps of 10 ms; negative when that is not known. */
    long since(String messageId) {
        long hash = hash(messageId);
        long entry = slots.get(slot(hash));
        boolean same = entry != 0 && (entry ^ hash) >>> 32 == 0;
        return same ? (ticks() - (entry & 0xFFFF_FFFFL)) * NANOS_A_TICK : -1;
    }

    /** Wraps after 497 days. */
    private long ticks() {
        return (System.nanoTime() - begin) / NANOS_A_TICK & 0xFFFF_FFFFL;
    }

    private static int slot(long hash) {
        return (int) hash & SLOTS - 1;
    }

    /** Spreads ids that differ in their last digits only. */
    private static long hash(String id) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        return hash ^ hash >>> 33;
    }
}

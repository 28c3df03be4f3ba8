package io.github.camelsms.simulator;

import java.util.Random;
import java.util.UUID;

/** Source of ids and codes: the same seed and the same order of calls give the same values. Thread-safe. */
public final class Ids {

    private final Random random;
    private int last;

    Ids(long seed) {
        random = new Random(seed);
        last = 300_000_000 + random.nextInt(99_000_000);
    }

    /** The last of {@link #next}. */
    synchronized int last() {
        return last;
    }

    /** Goes on where another source ended, so that no id comes twice. @param lastOfIt its {@link #last} @param drawn differs between sources */
    synchronized void goOnAfter(int lastOfIt, long drawn) {
        last = Math.max(last, lastOfIt);
        random.setSeed(random.nextLong() + drawn);
    }

    /** Upper-case letters A to Z. */
    public String letters(int length) {
        return from("ABCDEFGHIJKLMNOPQRSTUVWXYZ", length);
    }

    /** Upper-case hexadecimal digits. */
    public String hex(int length) {
        return from("0123456789ABCDEF", length);
    }

    /** Decimal digits. */
    public String digits(int length) {
        return from("0123456789", length);
    }

    /** A random (version 4) UUID. */
    public synchronized UUID uuid() {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & ~(0xCL << 60) | 0x8L << 60;
        return new UUID(high, low);
    }

    /** A growing number of nine digits. */
    public synchronized int next() {
        return ++last;
    }

    private synchronized String from(String alphabet, int length) {
        StringBuilder drawn = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return drawn.toString();
    }
}

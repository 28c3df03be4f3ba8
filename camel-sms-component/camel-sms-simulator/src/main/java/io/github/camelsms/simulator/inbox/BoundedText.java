package io.github.camelsms.simulator.inbox;

/** A text that a regular expression may look at only so often: one that backtracks without end is refused. */
final class BoundedText implements CharSequence {

    private static final int MOST_LOOKS = 5_000_000;

    private final CharSequence text;
    private int looks;

    BoundedText(CharSequence text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST_LOOKS) {
            throw new IllegalArgumentException("The regular expression takes too long");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

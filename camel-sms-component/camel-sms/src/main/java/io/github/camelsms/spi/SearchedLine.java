package io.github.camelsms.spi;

/** A provider's text on one line, in which the parts of a request are hidden one after the other. */
final class SearchedLine {

    private static final String HIDDEN = "***";

    private final String line;
    private final char[] folded;
    private final boolean cut;
    /** At each place how many hidden parts begin there less those that end there. */
    private final int[] depths;

    private int longestWord = -1;

    /** @param cut whether the text went on, so that a part of the request may end behind it */
    SearchedLine(String text, boolean cut) {
        this.line = onOneLine(text);
        this.folded = folded(line);
        this.cut = cut;
        this.depths = new int[folded.length + 1];
    }

    /** One space for each run of white space and control characters; invisible characters are dropped. */
    static String onOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
                if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else if (Character.getType(c) != Character.FORMAT) {
                line.append(c);
            }
        }
        return line.toString().stripTrailing();
    }

    /** The same without upper and lower case, character by character. */
    static char[] folded(String line) {
        char[] folded = line.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Character.toLowerCase(Character.toUpperCase(folded[i]));
        }
        return folded;
    }

    /** Whether no form of that part can stand here, since each is a word at least as long as the part and no word of this line is. */
    boolean isTooShortFor(String part) {
        if (longestWord < 0) {
            longestWord = longestWord();
        }
        if (cut || part.length() <= longestWord) {
            return false;
        }
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) <= ' ' || part.charAt(i) >= 0x7f) {
                return false; // it may be of several words, or shorter on one line
            }
        }
        return true;
    }

    private int longestWord() {
        int longest = 0;
        int begin = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == ' ') {
                begin = i + 1;
            }
            longest = Math.max(longest, i + 1 - begin);
        }
        return longest;
    }

    /** Hides every place where the form stands, and one that the end of the line cuts off. */
    void hide(SentForm form) {
        if (form.length() == 0 || (!cut && form.length() > folded.length)) {
            return;
        }
        int matched = 0;
        for (int i = 0; i < folded.length; i++) {
            matched = form.next(matched, folded[i]);
            if (matched == form.length() && isWhole(form, i + 1 - matched, i + 1)) {
                hide(i + 1 - matched, i + 1);
            }
        }
        if (cut && matched < form.length()) {
            hide(folded.length - matched, folded.length);
        }
    }

    /** A short part counts where it does not begin or end inside a word. */
    private boolean isWhole(SentForm form, int from, int to) {
        return form.isLong()
                || (!(form.beginsInWord() && from > 0 && Character.isLetterOrDigit(line.codePointBefore(from)))
                        && !(form.endsInWord()
                                && to < line.length()
                                && Character.isLetterOrDigit(line.codePointAt(to))));
    }

    private void hide(int from, int to) {
        depths[from]++;
        depths[to]--;
    }

    /** The line with {@code ***} for each place that is hidden. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder(line.length());
        int depth = 0;
        for (int i = 0; i < line.length(); i++) {
            int before = depth;
            depth += depths[i];
            if (depth == 0) {
                shown.append(line.charAt(i));
            } else if (before == 0) {
                shown.append(HIDDEN);
            }
        }
        return shown.toString();
    }
}

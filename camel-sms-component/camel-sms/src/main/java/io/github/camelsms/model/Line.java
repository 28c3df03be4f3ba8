package io.github.camelsms.model;

import org.jspecify.annotations.Nullable;

/** Holds what a provider wrote to one line of bounded length, whoever wrote the provider's code. */
final class Line {

    static final int CODE = 64;
    static final int TEXT = 1_000;

    private Line() {}

    /**
     * The text with a space for each control character and line separator, cut behind the longest length.
     *
     * @param text null for none, which stays none
     */
    static @Nullable String ofNullable(@Nullable String text, int longest) {
        return text == null ? null : of(text, longest);
    }

    static String of(String text, int longest) {
        String cut = text;
        if (text.length() > longest) {
            int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
            cut = text.substring(0, end) + "...";
        }
        if (cut.chars().noneMatch(Line::breaks)) {
            return cut;
        }
        StringBuilder line = new StringBuilder(cut.length());
        cut.chars().forEach(c -> line.append(breaks(c) ? ' ' : (char) c));
        return line.toString();
    }

    private static boolean breaks(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}

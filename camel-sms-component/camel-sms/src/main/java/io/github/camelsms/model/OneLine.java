package io.github.camelsms.model;

import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Text for logs and exceptions: one line, and not too long. */
public final class OneLine {

    /** The most characters that the message of an {@link SmsException} has. */
    static final int MAX_MESSAGE = 300;

    /** The most characters of a provider's code. */
    static final int CODE = 64;

    /** The most characters of a provider's text. */
    static final int TEXT = 1_000;

    /** The most characters of an id, which is kept and logged: a provider's longest has 64. */
    public static final int ID = 255;

    private static final String CUT = "...";
    private static final int MAX_LIST = 120;

    private OneLine() {}

    /** The text with a space for each control character and line separator, cut where it is longer than that many characters. */
    static String of(String text, int max) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length() && line.length() <= max; i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            boolean breaks = Character.isISOControl(c)
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.FORMAT;
            line.append(breaks ? ' ' : c);
        }
        if (line.length() <= max) {
            return line.toString();
        }
        int end = max - CUT.length();
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** @param text null for none, which stays none */
    static @Nullable String ofNullable(@Nullable String text, int max) {
        return text == null ? null : of(text, max);
    }

    /** The id of a message; null when it is longer than {@link #ID} or has control characters, which no provider's id has. */
    static @Nullable String idOrNull(@Nullable String id) {
        return id == null || id.length() > ID || hasControls(id) ? null : id;
    }

    /** Whether a text has characters that end a line or change how it is read. */
    public static boolean hasControls(String text) {
        int next = 0;
        while (next < text.length()) {
            int character = text.codePointAt(next);
            if (isControl(character)) {
                return true;
            }
            next += Character.charCount(character);
        }
        return false;
    }

    private static boolean isControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** Names that are accepted, as {@code [a, b, c]}; of many the first ones and how many there are: {@code [a, b, ... (90)]}. */
    public static String list(Collection<String> names) {
        StringBuilder list = new StringBuilder("[");
        Iterator<String> left = names.iterator();
        while (left.hasNext()) {
            String name = of(left.next(), MAX_LIST);
            if (list.length() > 1 && list.length() + name.length() > MAX_LIST) {
                return list.append(", ... (").append(names.size()).append(")]").toString();
            }
            list.append(list.length() > 1 ? ", " : "").append(name);
        }
        return list.append(']').toString();
    }
}

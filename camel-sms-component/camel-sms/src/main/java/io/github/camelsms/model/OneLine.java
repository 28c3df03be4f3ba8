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

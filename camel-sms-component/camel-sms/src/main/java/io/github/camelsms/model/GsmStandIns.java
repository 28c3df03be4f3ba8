package io.github.camelsms.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Characters of the GSM alphabet that stand in for others, which look or mean much the same and would make the whole text travel in UCS-2:
 * typographic quotes, dashes, spaces, punctuation of other widths. Letters, digits, marks on letters and emoji have none.
 */
public final class GsmStandIns {

    /** A stand-in and, behind it, the characters that it stands in for. */
    private static final String[] TABLE = {
        "\"", "\u00AB\u00BB\u201C\u201D\u201E\u201F\u2033\u2036\u275D\u275E\u301D\u301E\u301F\uFF02",
        "'", "`\u00B4\u2018\u2019\u201B\u2032\u2035\u275B\u275C\uFF07",
        "<", "\u2039\uFE64\uFF1C",
        ">", "\u203A\uFE65\uFF1E",
        "-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2022\u2043\u2212\u23BC\u23BD\uFE58\uFE63\uFF0D",
        "...", "\u2026",
        "..", "\u2025",
        " ", "\t\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000",
        "\n", "\u0085\u2028\u2029",
        "", "\u00AD\u200B\u2060\uFEFF",
        "/", "\u00F7\u2044\u2215\u29F8\uFF0F",
        "\\", "\u29F5\u29F9\uFE68\uFF3C",
        "_", "\u2017\uFF3F",
        "|", "\u2223\u23B8\u23B9\u23D0\u239C\u239F\uFF5C",
        "@", "\uFE6B\uFF20",
        "$", "\uFE69\uFF04",
        "!", "\uFE15\uFE57\uFF01",
        "#", "\uFE5F\uFF03",
        "%", "\uFE6A\uFF05",
        "&", "\uFE60\uFF06",
        ",", "\u201A\u3001\uFE10\uFE11\uFE50\uFE51\uFF0C\uFF64",
        "(", "\u2768\u276A\u27EE\u2985\uFE59\uFF08",
        ")", "\u2769\u276B\u27EF\u2986\uFE5A\uFF09",
        "*",
                "\u204E\u2217\u229B\u2722\u2723\u2724\u2725\u2731\u2732\u273A\u273B\u273C\u273D\u2743\u2749\u274A\u274B\u29C6\uFE61\uFF0A",
        "+", "\u02D6\uFE62\uFF0B",
        ".", "\u2024\u3002\uFE12\uFE52\uFF0E\uFF61",
        ":", "\u02F8\u2982\uA789\uFE13\uFE55\uFF1A",
        ";", "\u204F\uFE14\uFE54\uFF1B",
        "=", "\uA78A\uFE66\uFF1D",
        "?", "\uFE16\uFE56\uFF1F",
        "^", "\uFF3E",
        "{", "\u2774\uFE5B\uFF5B",
        "}", "\u2775\uFE5C\uFF5D",
        "[", "\uFF3B",
        "]", "\uFF3D",
        "~", "\u02DC\u02F7\u223C\u301C\uFF5E"
    };

    private static final Map<Character, String> STAND_INS = standIns();

    private GsmStandIns() {}

    /**
     * The text that takes fewer segments with stand-ins.
     *
     * @return null when the text is to stay as it is: it is in the GSM alphabet, has a character without a stand-in, or would take as many
     *     segments
     */
    public static @Nullable String shortened(String text) {
        Segments before = Segments.of(text);
        if (before.encoding() == Encoding.GSM_7) {
            return null;
        }
        StringBuilder replaced = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (GsmAlphabet.septets(c) > 0) {
                replaced.append(c);
                continue;
            }
            String standIn = STAND_INS.get(c);
            if (standIn == null) {
                return null;
            }
            replaced.append(standIn);
        }
        String after = replaced.toString();
        return Segments.of(after).count() < before.count() ? after : null;
    }

    /** How many characters of a text are not in the GSM alphabet. */
    public static int foreign(String text) {
        return (int) text.codePoints()
                .filter(c -> !Character.isBmpCodePoint(c) || GsmAlphabet.septets((char) c) == 0)
                .count();
    }

    /** What stands in for which character, by code point. */
    static Map<Character, String> table() {
        return STAND_INS;
    }

    private static Map<Character, String> standIns() {
        Map<Character, String> standIns = new TreeMap<>();
        for (int i = 0; i < TABLE.length; i += 2) {
            for (char c : TABLE[i + 1].toCharArray()) {
                standIns.put(c, TABLE[i]);
            }
        }
        return Collections.unmodifiableMap(standIns);
    }
}

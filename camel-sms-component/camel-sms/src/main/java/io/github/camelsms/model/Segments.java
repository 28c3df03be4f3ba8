package io.github.camelsms.model;

import java.util.Objects;

/**
 * What a text costs over the air: its encoding and the number of segments, and what made it so.
 *
 * <p>
 * A text is GSM-7 when each of its characters is in the default alphabet, else the whole of it is UCS-2. Up to 160
 * septets or 70 UTF-16 code units are one segment; a longer text takes segments of 153 or 67 (3GPP TS 23.038, 6.2.1; TS
 * 23.040, 9.2.3.24.1). An extension character of GSM-7, a surrogate pair or a grapheme cluster is never split over two
 * segments, so a segment may stay a little short. CR LF counts two and may be split. Characters are taken as they are:
 * nothing is normalised or transliterated.
 *
 * <p>
 * The counts agree with Twilio's {@code sms-segments-calculator} 1.3.0, smart encoding off, which differs from 3GPP
 * here:
 * <ul>
 * <li>3GPP only keeps characters whole. Keeping clusters whole (an emoji with skin tone, a flag, a base letter with its
 * accents) may take a segment more.
 * <li>Clusters are those of Unicode 10: newer emoji sequences may be split between their code points.
 * <li>A cluster of more than 67 units is put into one segment that could not hold it, and clusters that move out of the
 * first segment to make room for its header may overfill the second. The count is then too low. Only heaps of combining
 * marks get there.
 * <li>When the first cluster is of more than 67 units, the first segment of a longer text is counted though it stays
 * empty.
 * <li>The national language tables (TS 23.038, 6.2.1.2) are not used: Turkish, for one, is UCS-2.
 * <li>UCS-2 is really UTF-16: a surrogate pair is two units, where UCS-2 knows no such characters.
 * <li>There is no upper limit, while a user data header can count to 255 segments.
 * </ul>
 *
 * @param encoding how the text travels
 * @param count segments, at least 1: an empty text is one segment too
 * @param units septets in GSM-7, UTF-16 code units in UCS-2; user data headers are not counted
 * @param forcedAt index into the text, in UTF-16 code units, of the first character that is not in the GSM alphabet; -1
 * in GSM-7
 * @param forcedBy code point of that character, -1 in GSM-7. It is a piece of the text: not for logs
 */
public record Segments(Encoding encoding, int count, int units, int forcedAt, int forcedBy) {

    private static final int NONE = -1;

    public Segments {
        Objects.requireNonNull(encoding, "encoding");
        if (count < 1 || units < 0) {
            throw new IllegalArgumentException("count is at least 1, units at least 0: " + count + ", " + units);
        }
        boolean forced = forcedAt >= 0 && Character.isValidCodePoint(forcedBy);
        boolean unforced = forcedAt == NONE && forcedBy == NONE;
        if (encoding == Encoding.UCS_2 ? !forced : !unforced) {
            throw new IllegalArgumentException("UCS-2 has a character that forces it, GSM-7 has none (-1)");
        }
    }

    /** Counts a text as it is. GSM-7 costs one pass and no memory but the result, above 160 septets a second pass. */
    public static Segments of(String text) {
        int septets = 0;
        for (int i = 0; i < text.length(); i++) {
            int width = GsmAlphabet.septets(text.charAt(i));
            if (width == 0) {
                return new Segments(Encoding.UCS_2, countUcs2(text), text.length(), i, text.codePointAt(i));
            }
            septets += width;
        }
        int count = septets <= Encoding.GSM_7.single ? 1 : countGsm7(text);
        return new Segments(Encoding.GSM_7, count, septets, NONE, NONE);
    }

    /**
     * Whether the text fits this number of segments. Stricter than {@link #count}, which the heaps of combining marks described above
     * make too low.
     */
    public boolean fitIn(int segments) {
        long capacity = segments == 1 ? encoding.single : (long) segments * encoding.concatenated;
        return count <= segments && units <= capacity;
    }

    private static int countGsm7(String text) {
        int count = 1;
        int used = 0;
        for (int i = 0; i < text.length(); i++) {
            int width = GsmAlphabet.septets(text.charAt(i));
            if (used + width > Encoding.GSM_7.concatenated) {
                count++;
                used = 0;
            }
            used += width;
        }
        return count;
    }

    private static int countUcs2(String text) {
        if (text.length() <= Encoding.UCS_2.single) {
            return 1;
        }
        int count = 1;
        int limit = Encoding.UCS_2.single;
        int used = 0;
        int kept = 0; // units of the first segment that stay there once it has a header
        int start = 0;
        while (start < text.length()) {
            int end = GraphemeCluster.end(text, start);
            int width = end - start;
            if (used + width > limit) {
                // What moves is not measured again: the second segment may overflow, as it does in the calculator.
                used = count == 1 ? used - kept : 0;
                count++;
                limit = Encoding.UCS_2.concatenated;
            }
            used += width;
            if (count == 1 && used <= Encoding.UCS_2.concatenated) {
                kept = used;
            }
            start = end;
        }
        return count;
    }

    /** Numbers only: no character of the text, not even {@link #forcedBy}. */
    @Override
    public String toString() {
        return "Segments[encoding=" + encoding + ", count=" + count + ", units=" + units + ", forcedAt=" + forcedAt
                + ']';
    }
}

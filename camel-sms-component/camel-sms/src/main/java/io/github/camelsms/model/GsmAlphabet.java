package io.github.camelsms.model;

/**
 * The default alphabet of GSM and its extension table (3GPP TS 23.038, 6.2.1 and 6.2.1.1; once GSM 03.38).
 *
 * <p>
 * The national language tables of 6.2.1.2 are left out: a gateway that is not told of a language does not use them.
 */
final class GsmAlphabet {

    /** Codes 00 to 7F in order, less 1B, the escape to the extension table, which no text can ask for. */
    private static final String DEFAULT = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
            + " !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
            + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** Page break (FF) and what else takes an escape; the euro sign, far from the others, is in {@link #septets}. */
    private static final String EXTENSION = "\f^{}\\[~]|";

    private static final char EURO = '\u20AC';

    /** Septets by character, up to the last Greek capital. */
    private static final byte[] SEPTETS = septetsByCharacter();

    private GsmAlphabet() {}

    /** Septets that a UTF-16 code unit takes: 1, 2 for an extension character, 0 when it is not in the alphabet. */
    static int septets(char c) {
        if (c < SEPTETS.length) {
            return SEPTETS[c];
        }
        return c == EURO ? 2 : 0;
    }

    private static byte[] septetsByCharacter() {
        byte[] septets = new byte['Ω' + 1];
        DEFAULT.chars().forEach(c -> septets[c] = 1);
        EXTENSION.chars().forEach(c -> septets[c] = 2);
        return septets;
    }
}

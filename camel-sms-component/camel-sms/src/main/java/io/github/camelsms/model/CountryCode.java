package io.github.camelsms.model;

import java.util.Map;
import java.util.Set;

/**
 * What has to be known of country codes to notice a prefix that is dialled at home and left out from abroad. Kept, it makes the number
 * somebody else's. (ITU-T E.164 and the metadata of libphonenumber, against which a test holds it.)
 */
final class CountryCode {

    /** The codes of two digits (ITU-T E.164, list of assigned country codes); those of one are 1 and 7, the others have three. */
    private static final Set<String> TWO_DIGITS = Set.of(
            "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
            "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
            "86", "90", "91", "92", "93", "94", "95", "98");

    /** Where nothing is dialled before a national number, and some of these begin with 0. */
    private static final Set<String> ZERO_BELONGS_TO_NUMBER = Set.of(
            "39", "47", "225", "226", "227", "229", "241", "242", "247", "267", "268", "378", "501", "507", "676",
            "679", "687", "800", "853", "881", "888", "974", "992");

    /** A digit other than 0 that is dialled before national numbers, and how long these are without it. */
    private record Trunk(char digit, int length) {}

    private static final Map<String, Trunk> OTHER_TRUNKS = Map.of(
            "1", new Trunk('1', 10),
            "7", new Trunk('8', 10),
            "370", new Trunk('8', 8),
            "375", new Trunk('8', 9),
            "692", new Trunk('1', 7),
            "993", new Trunk('8', 8),
            "998", new Trunk('8', 9));

    private CountryCode() {}

    /** @param e164 country code and number, at least 7 digits */
    static boolean hasTrunkPrefix(String e164) {
        String code = of(e164);
        String national = e164.substring(code.length());
        if (national.charAt(0) == '0') {
            return !ZERO_BELONGS_TO_NUMBER.contains(code);
        }
        Trunk trunk = OTHER_TRUNKS.get(code);
        return trunk != null && national.charAt(0) == trunk.digit() && national.length() > trunk.length();
    }

    private static String of(String e164) {
        char first = e164.charAt(0);
        if (first == '1' || first == '7') {
            return e164.substring(0, 1);
        }
        String two = e164.substring(0, 2);
        return TWO_DIGITS.contains(two) ? two : e164.substring(0, 3);
    }
}

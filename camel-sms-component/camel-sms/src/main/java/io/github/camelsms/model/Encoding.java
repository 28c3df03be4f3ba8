package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How a text travels over the air.
 *
 * <p>
 * A short message carries 140 octets. A segment of a longer text gives up 6 of them to the user data header for
 * concatenation with an 8-bit reference (3GPP TS 23.040, 9.2.3.24.1), which leaves 153 septets or 67 UTF-16 code units.
 */
public enum Encoding {
    /** The default alphabet of GSM, counted in septets (3GPP TS 23.038, 6.2.1). */
    GSM_7("GSM-7", 160, 153),
    /** 16 bits a unit, counted in UTF-16 code units: a character beyond U+FFFF takes two. */
    UCS_2("UCS-2", 70, 67);

    /** Units that fit a text of one segment. */
    final int single;
    /** Units that fit each segment of a longer text. */
    final int concatenated;

    private final String label;

    Encoding(String label, int single, int concatenated) {
        this.label = label;
        this.single = single;
        this.concatenated = concatenated;
    }

    /** {@code GSM-7} or {@code UCS-2}, in JSON too. */
    @Override
    @JsonValue
    public String toString() {
        return label;
    }
}

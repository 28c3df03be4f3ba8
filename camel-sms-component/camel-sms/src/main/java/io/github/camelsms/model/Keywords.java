package io.github.camelsms.model;

import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Texts that mean something when they are the whole SMS, such as STOP. Only letters and digits count: neither case, accents, nor the width
 * of East Asian forms, nor anything between the letters.
 *
 * @param folded the keywords as they are compared
 */
public record Keywords(Set<String> folded) {

    /** No keyword is near: a longer text is not looked at. */
    private static final int LONGEST = 200;

    /** Texts that mean in English that somebody wants no more SMS. */
    public static final Keywords OPT_OUT =
            of(List.of("STOP", "STOPALL", "END", "QUIT", "CANCEL", "UNSUBSCRIBE", "REVOKE", "OPTOUT"));

    /** Texts that mean in English that somebody wants SMS again. */
    public static final Keywords OPT_IN = of(List.of("START", "UNSTOP"));

    public Keywords {
        folded = Set.copyOf(folded);
    }

    /** @throws IllegalArgumentException when a keyword has neither a letter nor a digit, or is longer than 200 characters */
    public static Keywords of(Collection<String> keywords) {
        Set<String> folded = new LinkedHashSet<>();
        for (String keyword : keywords) {
            String bare = keyword.length() > LONGEST ? "" : fold(keyword);
            if (bare.isEmpty()) {
                throw new IllegalArgumentException(
                        "has a keyword without a letter or digit, or one of more than " + LONGEST + " characters");
            }
            folded.add(bare);
        }
        return new Keywords(folded);
    }

    /** Whether the whole text is one of the keywords. */
    public boolean match(String text) {
        return text.length() <= LONGEST && folded.contains(fold(text));
    }

    /** Whether a keyword is in both. */
    public boolean intersects(Keywords other) {
        return folded.stream().anyMatch(other.folded::contains);
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKD)
                .codePoints()
                .filter(Keywords::counts)
                .forEach(folded::appendCodePoint);
        return folded.toString().toUpperCase(Locale.ROOT);
    }

    /** Marks of scripts that write vowels with them count; accents on top of a letter do not. */
    private static boolean counts(int character) {
        boolean accent = character >= 0x300 && character <= 0x36F;
        int type = Character.getType(character);
        boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
        return Character.isLetterOrDigit(character) || (mark && !accent && !isVariation(character));
    }

    /** Chooses the picture of an emoji; nobody sees it. */
    private static boolean isVariation(int character) {
        return character >= 0xFE00 && character <= 0xFE0F || character == 0x20E3;
    }
}

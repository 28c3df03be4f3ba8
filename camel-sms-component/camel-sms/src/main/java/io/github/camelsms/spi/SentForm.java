package io.github.camelsms.spi;

/** One form of a part of a request, prepared for the search by Knuth, Morris and Pratt. Prints without it. */
final class SentForm {

    /** A shorter one may stand inside a word by chance, such as a text of one letter. */
    private static final int LONG = 8;

    private final char[] form;
    /** Of each prefix: the length of its longest proper prefix that is its suffix too. */
    private final int[] borders;

    SentForm(String form) {
        this.form = SearchedLine.folded(SearchedLine.onOneLine(form));
        this.borders = borders(this.form);
    }

    private static int[] borders(char[] form) {
        int[] borders = new int[form.length];
        int border = 0;
        for (int i = 1; i < form.length; i++) {
            while (border > 0 && form[i] != form[border]) {
                border = borders[border - 1];
            }
            if (form[i] == form[border]) {
                border++;
            }
            borders[i] = border;
        }
        return borders;
    }

    int length() {
        return form.length;
    }

    boolean isLong() {
        return form.length >= LONG;
    }

    boolean beginsInWord() {
        return Character.isLetterOrDigit(Character.codePointAt(form, 0));
    }

    boolean endsInWord() {
        return Character.isLetterOrDigit(Character.codePointBefore(form, form.length));
    }

    /** The number of characters of the form that end at a character, given the number that ended at the one before it. */
    int next(int before, char c) {
        int matched = before == form.length ? borders[before - 1] : before;
        while (matched > 0 && form[matched] != c) {
            matched = borders[matched - 1];
        }
        return form[matched] == c ? matched + 1 : matched;
    }
}

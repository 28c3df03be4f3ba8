package io.github.camelsms.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one {@link WrittenNumber} from left to right, then looks at where its separators stand. */
final class NumberScanner {

    /** A number has no more digits before a bracket than country code and trunk prefix. */
    private static final int DIGITS_BEFORE_BRACKET = 4;

    /** Country code and area code, fewer than the shortest number has. */
    private static final int DIGITS_BEFORE_SLASH = 6;

    private static final int DIGITS_AFTER_SLASH = 5;
    private static final int SHORTEST_NUMBER = 7;

    /** So many digits are a number by themselves, in whatever country. */
    private static final int SURELY_A_NUMBER = 10;

    /** Digits without anything between them, and what stands before them: one of {@code - . /}, a space, or 0 for nothing. */
    private static final class Group {
        private final StringBuilder digits = new StringBuilder();
        private final char before;
        private final boolean bracketed;

        Group(char before, boolean bracketed) {
            this.before = before;
            this.bracketed = bracketed;
        }

        int length() {
            return digits.length();
        }

        boolean isZeros() {
            return digits.chars().allMatch(digit -> digit == '0');
        }
    }

    private final String text;
    private final List<Group> groups = new ArrayList<>();
    private boolean plus;
    private @Nullable Integer foreignDigit;

    /** What was seen since the last digit: one of {@code - . /}, a space, or 0 for nothing. */
    private char separator;

    private boolean inBracket;
    private boolean closed;
    private int brackets;

    NumberScanner(String text) {
        this.text = text;
    }

    WrittenNumber scan() {
        int[] characters = visible();
        int from = 0;
        int to = characters.length;
        if (isWrapped(characters)) {
            from++;
            to--;
        }
        for (int i = from; i < to; i++) {
            take(characters[i]);
        }
        if (groups.isEmpty()) {
            throw refused("it has no digits");
        }
        if (inBracket || closed || separator == '-' || separator == '.' || separator == '/') {
            throw refused("its last character is not a digit");
        }
        dropDecimals();
        checkSlashes();
        checkEnding();
        checkBrackets();
        List<String> digits = new ArrayList<>(groups.size());
        boolean trunk = false;
        for (Group group : groups) {
            digits.add(group.digits.toString());
            trunk |= group.bracketed && group.digits.toString().equals("0");
        }
        return new WrittenNumber(plus, digits, trunk, foreignDigit);
    }

    /** The characters without the invisible ones and without white space at the ends. */
    private int[] visible() {
        if (text.length() > WrittenNumber.LONGEST) {
            throw refused("it has " + text.length() + " characters");
        }
        int[] shown = text.codePoints().filter(c -> !Blank.isInvisible(c)).toArray();
        int from = 0;
        int to = shown.length;
        while (from < to && Blank.isWhiteSpace(shown[from])) {
            from++;
        }
        while (to > from && Blank.isWhiteSpace(shown[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(shown, from, to);
    }

    /** Whether the only brackets are those around the whole. */
    private static boolean isWrapped(int[] characters) {
        int last = characters.length - 1;
        if (last < 2 || !isOpening(characters[0]) || !isClosing(characters[last])) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            if (isOpening(characters[i]) || isClosing(characters[i])) {
                return false;
            }
        }
        return true;
    }

    private void take(int c) {
        int digit = Character.digit(c, 10);
        if (digit >= 0) {
            if (c > '9') {
                foreignDigit = c;
            }
            add((char) ('0' + digit));
        } else if (c == '+' || c == 0xFF0B || c == 0xFE62) {
            if (plus || !groups.isEmpty() || separator != 0) {
                throw refused("its + is not the first character");
            }
            plus = true;
        } else if (isOpening(c)) {
            open();
        } else if (isClosing(c)) {
            close();
        } else if (Character.getType(c) == Character.SPACE_SEPARATOR) {
            separator = separator == 0 && !groups.isEmpty() ? ' ' : separator;
        } else {
            mark(c);
        }
    }

    private void add(char digit) {
        if (groups.isEmpty() || separator != 0 || closed || startsBracket()) {
            groups.add(new Group(separator, inBracket));
        }
        groups.get(groups.size() - 1).digits.append(digit);
        separator = 0;
        closed = false;
    }

    private boolean startsBracket() {
        return inBracket && !groups.get(groups.size() - 1).bracketed;
    }

    private void open() {
        if (inBracket || ++brackets > 2) {
            throw refused("its brackets do not match");
        }
        inBracket = true;
    }

    private void close() {
        if (!inBracket || groups.isEmpty() || !groups.get(groups.size() - 1).bracketed || separator != 0) {
            throw refused("its brackets do not match");
        }
        inBracket = false;
        closed = true;
    }

    private void mark(int c) {
        char kind = kind(c);
        if (kind == 0) {
            throw refused("the character " + WrittenNumber.name(c) + " is not accepted in a number");
        }
        if (groups.isEmpty()) {
            throw refused("its first character is not a digit or +");
        }
        if (separator != 0 && separator != ' ') {
            throw refused("two separators follow one another");
        }
        separator = kind;
    }

    private static char kind(int c) {
        if (c == '.' || c == '/') {
            return (char) c;
        }
        boolean dash = Character.getType(c) == Character.DASH_PUNCTUATION || c == 0x2212 || c == 0x2043;
        return dash ? '-' : 0;
    }

    private static boolean isOpening(int c) {
        return c == '(' || c == 0xFF08;
    }

    private static boolean isClosing(int c) {
        return c == ')' || c == 0xFF09;
    }

    /**
     * Takes {@code .0} away from a number in one group, and refuses what may be a decimal otherwise. A dot that is a separator comes several times, or
     * stands behind a country or an area code.
     */
    private void dropDecimals() {
        Group last = groups.get(groups.size() - 1);
        if (last.before != '.') {
            return;
        }
        int before = digitsBefore(groups.size() - 1);
        if (count('.') > 1) {
            Group previous = groups.get(groups.size() - 2);
            if (last.length() == 1 || last.length() == 2 && previous.length() != 2) {
                throw refused("its last dot looks like a decimal point");
            }
            return;
        }
        boolean plain = groups.size() == 2;
        if (plain && last.isZeros() && (before >= SURELY_A_NUMBER || before >= SHORTEST_NUMBER && last.length() < 3)) {
            groups.remove(groups.size() - 1);
        } else if (last.length() < 3
                || before >= SURELY_A_NUMBER
                || before >= SHORTEST_NUMBER && (plain || last.isZeros())) {
            throw refused("its dot looks like a decimal point");
        }
    }

    /** A slash stands behind an area code only; elsewhere a second number or its last digits follow it. */
    private void checkSlashes() {
        for (int i = 1; i < groups.size(); i++) {
            if (groups.get(i).before == '/') {
                int before = digitsBefore(i);
                int after = digitsBefore(groups.size()) - before;
                boolean coded = plus || groups.get(0).digits.charAt(0) == '0';
                boolean second = groups.get(i).digits.charAt(0) == '0';
                if (!coded || second || before > DIGITS_BEFORE_SLASH || after < DIGITS_AFTER_SLASH || count('/') > 1) {
                    throw refused("its slash looks like the start of a second number");
                }
            }
        }
    }

    /** As in {@code 6123 4567-8}, {@code 447700900123-124} or {@code +65 6123 4567-4568}: two numbers, or an extension. */
    private void checkEnding() {
        for (Group group : groups.subList(0, groups.size() - 1)) {
            if (group.length() >= SURELY_A_NUMBER) {
                throw refused("more digits stand behind a whole number");
            }
        }
        if (groups.size() > 1) {
            Group last = groups.get(groups.size() - 1);
            Group previous = groups.get(groups.size() - 2);
            if (last.before == '-' && (last.length() < 3 && previous.length() > 3 || isOtherEnding(previous, last))) {
                throw refused("its last dash looks like the start of a second ending or an extension");
            }
        }
    }

    /**
     * Whether the last group is the end of the one before it with a few digits changed, behind what is a number already: {@code 4567-4568},
     * {@code 4567-568}, {@code 78-79}. Where dashes stand between the other groups too, only the last digit may differ.
     */
    private boolean isOtherEnding(Group previous, Group last) {
        int before = digitsBefore(groups.size() - 1);
        int length = last.length();
        if (before < SURELY_A_NUMBER || length > previous.length()) {
            return false;
        }
        String end = previous.digits.substring(previous.length() - length);
        int same = 0;
        while (same < length && end.charAt(same) == last.digits.charAt(same)) {
            same++;
        }
        boolean apart = previous.before != '-';
        return switch (length) {
            case 1 -> true;
            case 2 -> apart && same > 0 && before > SURELY_A_NUMBER; // +380 50 123 45-47 is one number
            default -> same >= (apart ? (length + 1) / 2 : length - 1);
        };
    }

    private void checkBrackets() {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).bracketed && (i == groups.size() - 1 || digitsBefore(i) > DIGITS_BEFORE_BRACKET)) {
                throw refused("its brackets do not hold a country or an area code");
            }
        }
    }

    private int digitsBefore(int group) {
        int digits = 0;
        for (int i = 0; i < group; i++) {
            digits += groups.get(i).length();
        }
        return digits;
    }

    private int count(char separator) {
        return (int) groups.stream().filter(group -> group.before == separator).count();
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(why + ": " + Msisdn.mask(text));
    }
}

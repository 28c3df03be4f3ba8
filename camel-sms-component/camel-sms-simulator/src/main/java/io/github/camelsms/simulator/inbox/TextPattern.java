package io.github.camelsms.simulator.inbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression that somebody asks for, found anywhere in a text. */
record TextPattern(Pattern pattern) {

    /** Four to eight digits, or two groups of three with a hyphen or a space between them. */
    static final TextPattern CODE =
            new TextPattern(Pattern.compile("(?<![0-9])(?:[0-9]{3}[- ][0-9]{3}|[0-9]{4,8})(?![0-9])"));

    private static final int LONGEST = 500;
    private static final Pattern GROUP = Pattern.compile("\\(\\?<code>");
    private static final Pattern SEPARATORS = Pattern.compile("(?<=[0-9])[- ](?=[0-9])");

    /** @throws IllegalArgumentException unless it is a regular expression of a sensible length */
    static TextPattern of(String name, String expression) {
        if (expression.length() > LONGEST) {
            throw new IllegalArgumentException(name + " must have at most " + LONGEST + " characters");
        }
        try {
            return new TextPattern(Pattern.compile(expression));
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException(name + " is not a valid regular expression", malformed);
        }
    }

    boolean isIn(String text) {
        return find(text).isPresent();
    }

    /** What the group {@code code} holds, else the first group, else all that was found; digits without separators. */
    Optional<String> codeIn(String text) {
        return find(text).map(found -> {
            if (GROUP.matcher(pattern.pattern()).find()) {
                return Optional.ofNullable(found.group("code")).orElse("");
            }
            return found.groupCount() > 0
                    ? Optional.ofNullable(found.group(1)).orElse("")
                    : SEPARATORS.matcher(found.group()).replaceAll("");
        });
    }

    private Optional<Matcher> find(String text) {
        Matcher matcher = pattern.matcher(new BoundedText(text));
        try {
            return matcher.find() ? Optional.of(matcher) : Optional.empty();
        } catch (StackOverflowError deep) {
            throw new IllegalArgumentException("The regular expression takes too long", deep);
        }
    }
}

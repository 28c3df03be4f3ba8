package io.github.camelsms.spi;

import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.Udh;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cleans what a gateway says in words before it is kept: it may repeat what was sent to it. */
public final class ProviderText {

    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9](?:[ .()\\-]?[0-9]){6,}");
    private static final int MAX_LENGTH = 200;

    private ProviderText() {}

    /** Cleans the reply to a send of recipient, sender number, text, code, header and parameters. */
    public static @Nullable String scrub(@Nullable String text, SmsMessage sent) {
        if (text == null) {
            return null;
        }
        List<String> parts = new ArrayList<>(sent.params().values());
        add(parts, sent.text());
        add(parts, sent.verifyCode());
        Udh udh = sent.udh();
        add(parts, udh == null ? null : udh.value());
        Msisdn to = sent.to();
        add(parts, to == null ? null : to.digits());
        SenderId from = sent.from();
        add(parts, from == null ? null : from.msisdn().map(Msisdn::digits).orElse(null));
        return scrub(text, parts);
    }

    /** Cleans the reply to a query of recipient and code. */
    public static @Nullable String scrub(@Nullable String text, SmsQuery sent) {
        List<String> parts = new ArrayList<>(2);
        add(parts, sent.verifyCode());
        Msisdn to = sent.to();
        add(parts, to == null ? null : to.digits());
        return scrub(text, parts);
    }

    /** Cleans a text of runs of seven digits or more, and cuts it at 200 characters. */
    public static @Nullable String scrub(@Nullable String text) {
        return scrub(text, List.of());
    }

    private static void add(List<String> parts, @Nullable String part) {
        if (part != null) {
            parts.add(part);
        }
    }

    private static @Nullable String scrub(@Nullable String text, List<String> sent) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String clean = text;
        for (String part : sent) {
            if (!part.isBlank()) {
                clean = whole(part).matcher(clean).replaceAll("***");
            }
        }
        clean = DIGITS.matcher(clean).replaceAll(ProviderText::masked).strip();
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "...";
    }

    /** Matches the part where it does not begin or end inside a word, so that a text of one letter leaves the others alone. */
    private static Pattern whole(String part) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(part.strip()) + "(?![\\p{L}\\p{N}])");
    }

    private static String masked(MatchResult number) {
        return Msisdn.mask(number.group());
    }
}

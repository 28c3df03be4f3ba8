package io.github.camelsms.spi;

import io.github.camelsms.http.BasicAuth;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.Udh;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cleans what a gateway says in words before it is kept: it may repeat what was sent to it, credentials included. Knows each part as it
 * was written, in base64 and percent-encoded, in any case; a part of a part it does not know.
 */
public final class ProviderText {

    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9](?:[ .()\\-]?[0-9]){6,}+");
    private static final int LONG_RUN = 7;
    private static final int MAX_LENGTH = 200;

    /** In every form in which they may have travelled. */
    private final List<String> credentials;

    /** @param options of the account whose credentials a reply may repeat */
    public ProviderText(ProviderOptions options) {
        List<String> parts = new ArrayList<>();
        List<String> users = new ArrayList<>();
        options.apiKeys().forEach(key -> users.add(key.value()));
        options.declared().stream()
                .filter(option -> option.accepted().isEmpty())
                .forEach(option -> add(users, options.settings().get(option.name())));
        parts.addAll(users);
        List<Secret> passwords = new ArrayList<>(options.secretKeys());
        passwords.addAll(options.apiKeys());
        for (Secret password : passwords) {
            parts.add(password.value());
            users.forEach(user -> parts.add(BasicAuth.header(user, password.value())));
            users.forEach(
                    user -> parts.add(BasicAuth.header(user, password.value()).substring("Basic ".length())));
        }
        this.credentials =
                parts.stream().flatMap(part -> forms(part).stream()).distinct().toList();
    }

    /** Cleans the reply to a send of credentials, recipient, sender number, text, code, user data header and parameters. */
    public @Nullable String scrub(@Nullable String text, SmsMessage sent) {
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

    /** Cleans the reply to a query of credentials, recipient and code. */
    public @Nullable String scrub(@Nullable String text, SmsQuery sent) {
        List<String> parts = new ArrayList<>(2);
        add(parts, sent.verifyCode());
        Msisdn to = sent.to();
        add(parts, to == null ? null : to.digits());
        return scrub(text, parts);
    }

    /** Cleans the reply to a call of credentials and parameters. */
    public @Nullable String scrub(@Nullable String text, SmsCall sent) {
        return scrub(text, sent.params().values().stream().map(String::valueOf).toList());
    }

    /** Cleans a text of credentials and of runs of seven digits or more, and cuts it at 200 characters. */
    public @Nullable String scrub(@Nullable String text) {
        return scrub(text, List.of());
    }

    private static void add(List<String> parts, @Nullable String part) {
        if (part != null) {
            parts.add(part);
        }
    }

    private @Nullable String scrub(@Nullable String text, List<String> sent) {
        if (text == null || text.isBlank()) {
            return null;
        }
        List<String> found = new ArrayList<>(0);
        for (String part : sent) {
            // No form of a part is shorter than the part, so most replies ("Success") need no forms at all.
            if (part.strip().length() <= text.length()) {
                forms(part).stream().filter(form -> isIn(text, form)).forEach(found::add);
            }
        }
        for (String form : credentials) {
            if (isIn(text, form)) {
                found.add(form);
            }
        }
        // The longest first: a code that is cut out of a text would leave the rest of it standing.
        found.sort(Comparator.comparingInt(String::length).reversed());
        String clean = text;
        for (String form : found) {
            clean = whole(form).matcher(clean).replaceAll("***");
        }
        if (digits(clean) >= LONG_RUN) {
            clean = DIGITS.matcher(clean).replaceAll(ProviderText::masked);
        }
        clean = clean.strip();
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "...";
    }

    private static int digits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                digits++;
            }
        }
        return digits;
    }

    private static boolean isIn(String text, String form) {
        char first = Character.toLowerCase(form.charAt(0));
        for (int i = 0; i <= text.length() - form.length(); i++) {
            if (Character.toLowerCase(text.charAt(i)) == first && text.regionMatches(true, i, form, 0, form.length())) {
                return true;
            }
        }
        return false;
    }

    /** A part as it is and as it may have travelled. */
    private static List<String> forms(String part) {
        String bare = part.strip();
        if (bare.isEmpty()) {
            return List.of();
        }
        List<String> forms = new ArrayList<>(4);
        forms.add(bare);
        forms.add(Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.UTF_8)));
        String encoded = URLEncoder.encode(bare, StandardCharsets.UTF_8);
        if (!encoded.equals(bare)) {
            forms.add(encoded);
            forms.add(encoded.replace("+", "%20"));
        }
        return forms;
    }

    /** Matches the part where it does not begin or end inside a word, so that a text of one letter leaves the others alone. */
    private static Pattern whole(String part) {
        String before = Character.isLetterOrDigit(part.codePointAt(0)) ? "(?<![\\p{L}\\p{N}])" : "";
        String after = Character.isLetterOrDigit(part.codePointBefore(part.length())) ? "(?![\\p{L}\\p{N}])" : "";
        return Pattern.compile(before + Pattern.quote(part) + after, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static String masked(MatchResult number) {
        return Msisdn.mask(number.group());
    }
}

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
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cleans the texts and codes of a provider before they are kept: they may repeat what was sent, credentials included. Finds each part of
 * a request as it was written, in base64 and percent-encoded, in any case; it does not find a part of a part. The time it takes grows
 * with the length of the reply, not with its content.
 */
public final class ProviderText {

    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_CODE = 64;
    /** No provider writes that much; what is behind it is not looked at and not kept. */
    private static final int LONGEST_READ = 128 * 1024;

    private static final int FIRST_READ = 4 * 1024;
    /** As long as a number or a part that the end of what is read cuts off may look. */
    private static final int BEHIND = 32;

    /** In every form in which they may have travelled. */
    private final List<SentForm> credentials;

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
        this.credentials = parts.stream()
                .flatMap(part -> forms(part, LONGEST_READ))
                .distinct()
                .map(SentForm::new)
                .toList();
    }

    /** Cleans the reply to a send of credentials, recipient, sender number, text, code, user data header and parameters. */
    public Scrubber replyTo(SmsMessage sent) {
        List<String> parts = new ArrayList<>(8 + sent.params().size());
        parts.addAll(sent.params().values());
        add(parts, sent.text());
        add(parts, sent.verifyCode());
        Udh udh = sent.udh();
        add(parts, udh == null ? null : udh.value());
        Msisdn to = sent.to();
        add(parts, to == null ? null : to.digits());
        SenderId from = sent.from();
        add(parts, from == null ? null : from.msisdn().map(Msisdn::digits).orElse(null));
        return scrubber(parts);
    }

    /** Cleans the reply to a query of credentials, recipient and code. */
    public Scrubber replyTo(SmsQuery sent) {
        List<String> parts = new ArrayList<>(2);
        add(parts, sent.verifyCode());
        Msisdn to = sent.to();
        add(parts, to == null ? null : to.digits());
        return scrubber(parts);
    }

    /** Cleans the reply to a call of credentials and parameters. */
    public Scrubber replyTo(SmsCall sent) {
        List<String> parts = new ArrayList<>();
        sent.params().values().forEach(value -> addEach(parts, value));
        return scrubber(parts);
    }

    /** Cleans what came without a request, or after one that holds nothing personal, of credentials and of numbers. */
    public Scrubber unasked() {
        return scrubber(List.of());
    }

    /** The text of {@link #replyTo(SmsMessage)}. */
    public @Nullable String scrub(@Nullable String text, SmsMessage sent) {
        return replyTo(sent).text(text);
    }

    /** The text of {@link #replyTo(SmsQuery)}. */
    public @Nullable String scrub(@Nullable String text, SmsQuery sent) {
        return replyTo(sent).text(text);
    }

    /** The text of {@link #replyTo(SmsCall)}. */
    public @Nullable String scrub(@Nullable String text, SmsCall sent) {
        return replyTo(sent).text(text);
    }

    /** Cleans a text of credentials and of runs of seven digits or more, and cuts it at 200 characters. */
    public @Nullable String scrub(@Nullable String text) {
        return unasked().text(text);
    }

    private static void add(List<String> parts, @Nullable String part) {
        if (part != null) {
            parts.add(part);
        }
    }

    private static void addEach(List<String> parts, @Nullable Object value) {
        if (value instanceof Collection<?> values) {
            values.forEach(one -> addEach(parts, one));
        } else {
            parts.add(value instanceof Msisdn number ? number.digits() : String.valueOf(value));
        }
    }

    private Scrubber scrubber(List<String> sent) {
        return new Scrubber() {
            @Override
            public @Nullable String text(@Nullable String text) {
                return clean(text, sent, LONGEST_TEXT);
            }

            @Override
            public @Nullable String code(@Nullable String code) {
                return clean(code, sent, LONGEST_CODE);
            }
        };
    }

    private @Nullable String clean(@Nullable String text, List<String> sent, int longest) {
        if (text == null || text.isBlank()) {
            return null;
        }
        int read = Math.min(text.length(), FIRST_READ);
        String clean = clean(text, read, sent);
        // More is read only where what was read shrinks to less than is kept.
        while (clean.length() < longest + BEHIND && read < Math.min(text.length(), LONGEST_READ)) {
            read = Math.min(text.length(), 2 * read);
            clean = clean(text, read, sent);
        }
        if (clean.length() > longest) {
            int end = Character.isHighSurrogate(clean.charAt(longest - 1)) ? longest - 1 : longest;
            return clean.substring(0, end) + "...";
        }
        return clean.isEmpty() ? null : clean;
    }

    private String clean(String text, int read, List<String> sent) {
        boolean cut = read < text.length();
        SearchedLine line = new SearchedLine(cut ? text.substring(0, read) : text, cut);
        credentials.forEach(line::hide);
        for (String part : sent) {
            // No form of a part is shorter than the part, so most replies ("Success") need no forms at all.
            if (cut || (part.strip().length() <= text.length() && !line.isTooShortFor(part))) {
                forms(part, read).distinct().map(SentForm::new).forEach(line::hide);
            }
        }
        return DigitRuns.masked(line.toString(), sent).strip();
    }

    /** A part as it is and as it may have travelled; nothing of a blank one. */
    private static Stream<String> forms(String sent, int longest) {
        String part = sent.length() > longest ? sent.substring(0, longest) : sent;
        String bare = part.strip();
        if (bare.isEmpty()) {
            return Stream.empty();
        }
        String base64 = Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.UTF_8));
        if (bare.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Stream.of(bare, base64);
        }
        String encoded = URLEncoder.encode(bare, StandardCharsets.UTF_8);
        return Stream.of(bare, base64, encoded, encoded.replace("+", "%20"));
    }
}

package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keywords: words with which a message to one of the account's numbers may begin.
 *
 * <p>Documented: parameters, members of the replies ({@code member_message} is spelt so), {@code status} in small letters.
 *
 * <ul>
 * <li>guess: a keyword has letters and digits only, and is kept in capitals; the same one on the same number is KEY_EXISTS.
 * <li>guess: the number must be the account's, and the list one of its lists; NOT_FOUND otherwise.
 * <li>guess: an answer that begins with an open keyword, in any case, adds who wrote to the keyword's list, and gets its
 * {@code welcome_message}, from a member of the list its {@code members_message}, sent from the keyword's number; nothing once
 * who wrote has opted out. Its forwarding does nothing.
 * <li>guess: members that were not given are null; the next bill is a month away.
 * </ul>
 */
final class KeywordMethods implements Room {

    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9]{1,50}");
    private static final int LONGEST_REFERENCE = 100;
    private static final List<String> OPTIONS = List.of(
            "reference",
            "list_id",
            "welcome_message",
            "members_message",
            "forward_url",
            "forward_sms",
            "forward_email");

    /** A keyword with its options, by the names of the parameters. */
    private record Keyword(String word, String number, String billingDate, boolean open, Map<String, String> options) {

        Members members() {
            return new Members()
                    .with("keyword", word)
                    .with("reference", options.get("reference"))
                    .with("number", NumberPlan.numberOrText(number))
                    .with(
                            "list_id",
                            Optional.ofNullable(options.get("list_id"))
                                    .map(Integer::valueOf)
                                    .orElse(null))
                    .with("welcome_message", options.get("welcome_message"))
                    .with("member_message", options.get("members_message"))
                    .with("forward_url", options.get("forward_url"))
                    .with("forward_sms", options.get("forward_sms"))
                    .with("forward_email", options.get("forward_email"))
                    .with("status", open ? "open" : "closed")
                    .with("billing_date", billingDate);
        }

        @Override
        public String toString() {
            return "Keyword[" + word + "]";
        }
    }

    private record Key(String word, String number) {

        @Override
        public String toString() {
            return "Key[" + word + "]";
        }
    }

    private final NumberMethods numbers;
    private final ContactLists lists;
    private final Map<Key, Keyword> keywords = new LinkedHashMap<>();
    private volatile boolean answer;

    KeywordMethods(NumberMethods numbers, ContactLists lists) {
        this.numbers = numbers;
        this.lists = lists;
    }

    @Override
    public Map<String, Method> methods() {
        return Map.of("add-keyword", this::add, "edit-keyword", this::edit, "get-keywords", this::all);
    }

    /** The open keyword with which a message to a number begins. */
    Optional<String> spoken(String number, String text) {
        String word = text.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
        return Optional.ofNullable(keywords.get(new Key(word, number)))
                .filter(Keyword::open)
                .map(Keyword::word);
    }

    /** Whether there is a keyword that is answered by a message; for any thread. */
    boolean answer() {
        return answer;
    }

    /** What who wrote a keyword gets. @param member whether it is on the keyword's list already */
    Optional<String> answerTo(String number, String word, boolean member) {
        return Optional.ofNullable(keywords.get(new Key(word, number)))
                .map(keyword -> keyword.options().get(member ? "members_message" : "welcome_message"));
    }

    /** The list that a keyword fills. */
    Optional<ContactList> listOf(String number, String word) {
        return Optional.ofNullable(keywords.get(new Key(word, number)))
                .map(keyword -> keyword.options().get("list_id"))
                .map(Integer::valueOf)
                .flatMap(id ->
                        lists.all().stream().filter(list -> list.id() == id).findFirst());
    }

    private Members add(Call call) {
        Parameters parameters = call.parameters();
        Key key = key(parameters);
        numbers.owned(key.number(), NumberMethods.today(call));
        if (keywords.containsKey(key)) {
            throw TransmitSmsRefusal.exists("Keyword");
        }
        return put(
                key,
                new Keyword(
                        key.word(),
                        key.number(),
                        NumberMethods.today(call).plusMonths(1).toString(),
                        parameters.flag("activate").orElse(true),
                        options(parameters)));
    }

    private Members edit(Call call) {
        Parameters parameters = call.parameters();
        Key key = key(parameters);
        Keyword before =
                Optional.ofNullable(keywords.get(key)).orElseThrow(() -> TransmitSmsRefusal.notFound("Keyword"));
        Map<String, String> options = new LinkedHashMap<>(before.options());
        options.putAll(options(parameters));
        boolean open = parameters
                .choice("status", Set.of("Open", "Closed", "open", "closed"))
                .map(status -> status.equalsIgnoreCase("open"))
                .or(() -> parameters.flag("activate"))
                .orElse(before.open());
        return put(key, new Keyword(key.word(), key.number(), before.billingDate(), open, options));
    }

    private Members put(Key key, Keyword keyword) {
        keywords.put(key, keyword);
        answer |= keyword.options().containsKey("welcome_message")
                || keyword.options().containsKey("members_message");
        return keyword.members();
    }

    private Members all(Call call) {
        Page page = Page.of(call.parameters());
        Optional<String> number = call.parameters().optional("number");
        List<Keyword> all = keywords.values().stream()
                .filter(keyword -> number.map(keyword.number()::equals).orElse(true))
                .toList();
        return new Members()
                .with("page", page.block(all))
                .with("keywords_total", all.size())
                .with(
                        "keywords",
                        page.rows(all).stream()
                                .map(keyword -> keyword.members().asMap())
                                .toList());
    }

    private static Key key(Parameters parameters) {
        String word = parameters.required("keyword");
        if (!KEYWORD.matcher(word).matches()) {
            throw TransmitSmsRefusal.invalid("keyword");
        }
        return new Key(word.toUpperCase(Locale.ROOT), parameters.required("number"));
    }

    private Map<String, String> options(Parameters parameters) {
        parameters.checkUrl("forward_url");
        if (parameters
                .optional("reference")
                .filter(text -> text.length() > LONGEST_REFERENCE)
                .isPresent()) {
            throw TransmitSmsRefusal.invalid("reference");
        }
        if (parameters.optional("list_id").isPresent()) {
            lists.get(parameters.id("list_id"));
        }
        return parameters.named(OPTIONS);
    }

    @Override
    public void reset() {
        keywords.clear();
        answer = false;
    }
}

package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/**
 * Virtual numbers.
 *
 * <p>Documented: parameters, members of the replies, {@code filter}, a random number when none is named.
 *
 * <ul>
 * <li>guess: the account owns 61491570110 at 25 a month; ten more are for sale at 17, from 61491570310 on; the next charge is
 * a month after the lease, and the first is taken from the balance at once.
 * <li>guess: a number that is owned already is KEY_EXISTS, one that is not for sale NOT_FOUND; with none left
 * {@code lease-number} is NOT_FOUND too.
 * <li>guess: {@code forward_url} of a number gets the replies to what was sent from it, unless the send named its own.
 * <li>guess: the other options of a number are taken and do nothing.
 * </ul>
 */
final class NumberMethods implements Room {

    static final String SHARED = "61491570110";
    private static final int OWN_PRICE = 25;
    private static final int PRICE = 17;
    private static final long FIRST_FOR_SALE = 61_491_570_310L;
    private static final int FOR_SALE = 10;
    private static final List<String> OPTIONS =
            List.of("forward_email", "forward_sms", "forward_url", "list_id", "welcome_message", "members_message");

    private final Ledger ledger;
    private final Map<String, LeasedNumber> leased = new ConcurrentSkipListMap<>();

    NumberMethods(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Map<String, Method> methods() {
        return Map.of(
                "get-numbers", this::all,
                "get-number", this::get,
                "lease-number", this::lease,
                "edit-number-options", this::edit);
    }

    /** Where replies to a number go. */
    Optional<String> forwardUrl(String number) {
        return Optional.ofNullable(leased.get(number)).flatMap(LeasedNumber::forwardUrl);
    }

    /** @throws TransmitSmsRefusal NOT_FOUND */
    LeasedNumber owned(String number, LocalDate today) {
        return Optional.ofNullable(leased.get(number))
                .or(() -> number.equals(SHARED) ? Optional.of(first(today)) : Optional.empty())
                .orElseThrow(() -> TransmitSmsRefusal.notFound("Number"));
    }

    static LocalDate today(Call call) {
        return LocalDate.ofInstant(call.now(), ZoneOffset.UTC);
    }

    private static LeasedNumber first(LocalDate today) {
        return new LeasedNumber(SHARED, OWN_PRICE, today.plusMonths(1), Map.of());
    }

    private List<LeasedNumber> owned(LocalDate today) {
        List<LeasedNumber> owned = new ArrayList<>();
        owned.add(owned(SHARED, today));
        leased.values().stream()
                .filter(number -> !number.number().equals(SHARED))
                .forEach(owned::add);
        return owned;
    }

    private List<String> available() {
        return IntStream.range(0, FOR_SALE)
                .mapToObj(index -> String.valueOf(FIRST_FOR_SALE + index))
                .filter(number -> !leased.containsKey(number))
                .toList();
    }

    private Members all(Call call) {
        Page page = Page.of(call.parameters());
        String filter =
                call.parameters().choice("filter", Set.of("owned", "available")).orElse("owned");
        List<Map<String, ?>> rows = new ArrayList<>();
        if (filter.equals("owned")) {
            owned(today(call)).forEach(number -> rows.add(number.members().asMap()));
        } else {
            available()
                    .forEach(number -> rows.add(new Members()
                            .with("number", NumberPlan.numberOrText(number))
                            .with("price", PRICE)
                            .asMap()));
        }
        return new Members()
                .with("page", page.block(rows))
                .with("numbers_total", rows.size())
                .with("filter", filter)
                .with("numbers", page.rows(rows));
    }

    private Members get(Call call) {
        return owned(call.parameters().required("number"), today(call)).members();
    }

    private Members lease(Call call) {
        Parameters parameters = call.parameters();
        parameters.checkUrl("forward_url");
        Optional<String> wanted = parameters.optional("number");
        if (wanted.filter(number -> number.equals(SHARED) || leased.containsKey(number))
                .isPresent()) {
            throw TransmitSmsRefusal.exists("Number");
        }
        String number = available().stream()
                .filter(offered -> wanted.map(offered::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> TransmitSmsRefusal.notFound("Number"));
        LeasedNumber lease = new LeasedNumber(number, PRICE, today(call).plusMonths(1), parameters.named(OPTIONS));
        leased.put(number, lease);
        ledger.lease(BigDecimal.valueOf(PRICE));
        Members reply = lease.members();
        return lease.forwardUrl().map(url -> reply.with("forward_url", url)).orElse(reply);
    }

    private Members edit(Call call) {
        Parameters parameters = call.parameters();
        parameters.checkUrl("forward_url");
        LeasedNumber number = owned(parameters.required("number"), today(call));
        Map<String, String> options = new LinkedHashMap<>(number.options());
        options.putAll(parameters.named(OPTIONS));
        leased.put(number.number(), new LeasedNumber(number.number(), number.price(), number.nextCharge(), options));
        return new Members();
    }

    @Override
    public void reset() {
        leased.clear();
    }
}

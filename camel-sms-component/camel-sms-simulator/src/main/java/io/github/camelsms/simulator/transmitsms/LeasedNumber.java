package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * A virtual number of the account.
 *
 * @param number     international digits
 * @param price      a month, in the account's currency
 * @param nextCharge when the next month is due
 * @param options    what was set for it, by the names of {@code edit-number-options}
 */
record LeasedNumber(String number, int price, LocalDate nextCharge, Map<String, String> options) {

    LeasedNumber {
        options = Map.copyOf(options);
    }

    Optional<String> forwardUrl() {
        return Optional.ofNullable(options.get("forward_url"));
    }

    Members members() {
        return new Members()
                .with("number", NumberPlan.numberOrText(number))
                .with("price", price)
                .with("auto_renew", true)
                .with("next_charge", nextCharge.toString())
                .with("status", "active");
    }

    @Override
    public String toString() {
        return "LeasedNumber[options=" + options.keySet() + "]";
    }
}

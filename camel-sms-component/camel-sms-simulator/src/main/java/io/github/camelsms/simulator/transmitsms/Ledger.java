package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The account's money.
 *
 * <ul>
 * <li>guess: it opens with 1000 Australian dollars, and nothing is refused when they are gone.
 * </ul>
 */
final class Ledger implements Room {

    private static final BigDecimal OPENING_BALANCE = new BigDecimal("1000");

    private BigDecimal leases = BigDecimal.ZERO;

    @Override
    public Map<String, Method> methods() {
        return Map.of("get-balance", this::balance);
    }

    /** Charges the first month of a number. */
    void lease(BigDecimal price) {
        leases = leases.add(price);
    }

    private Members balance(Call call) {
        Client client = call.client();
        BigDecimal spent = call.account().spent().add(leases);
        return new Members()
                .with("balance", client == null ? OPENING_BALANCE.subtract(spent) : client.balance())
                .with("currency", "AUD");
    }

    @Override
    public void reset() {
        leases = BigDecimal.ZERO;
    }
}

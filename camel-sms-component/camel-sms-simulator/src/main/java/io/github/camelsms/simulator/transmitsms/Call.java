package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.SimulatedAccount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method.
 *
 * @param account    the account
 * @param client     the reseller's client who calls with keys of its own, null for the account's holder
 * @param parameters what came with it
 */
record Call(SimulatedAccount account, @Nullable Client client, Parameters parameters) {

    Instant now() {
        return account.clock().instant();
    }
}

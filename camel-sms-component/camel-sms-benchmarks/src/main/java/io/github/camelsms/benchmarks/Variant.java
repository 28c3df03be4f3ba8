package io.github.camelsms.benchmarks;

import java.io.IOException;

/** One way to send an SMS, with many in flight at once. */
sealed interface Variant extends AutoCloseable permits WaitingVariant, CallbackVariant {

    @Override
    void close() throws IOException;
}

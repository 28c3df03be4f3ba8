package io.github.camelsms.internal.send;

import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.model.BulkResult;
import java.util.Map;

/**
 * The messages of a call after their idempotency keys were claimed.
 *
 * @param toSend what is left to send; may be empty
 * @param held keys that are held, by place; messages without a key have none
 * @param decided results of messages that are not sent now, by place
 */
record KeyedChunk(BulkPlan.Chunk toSend, Map<Integer, IdempotentSends.Held> held, Map<Integer, BulkResult> decided) {

    /** A chunk of messages without keys. */
    static KeyedChunk without(BulkPlan.Chunk chunk) {
        return new KeyedChunk(chunk, Map.of(), Map.of());
    }
}

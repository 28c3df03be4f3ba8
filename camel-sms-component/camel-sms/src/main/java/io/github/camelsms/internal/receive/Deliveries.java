package io.github.camelsms.internal.receive;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Steps that end later. */
final class Deliveries {

    private Deliveries() {}

    /** Starts a step; one that throws is a step that has failed. */
    static CompletionStage<Void> started(Supplier<CompletionStage<Void>> step) {
        return CompletableFuture.<Void>completedFuture(null).thenCompose(none -> step.get());
    }

    /** Takes one step for each element, each after the one before it has succeeded. */
    static <T> CompletionStage<Void> inTurn(List<T> elements, Function<T, CompletionStage<Void>> step) {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (T element : elements) {
            all = all.thenCompose(none -> step.apply(element));
        }
        return all;
    }

    /** What a step failed with. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

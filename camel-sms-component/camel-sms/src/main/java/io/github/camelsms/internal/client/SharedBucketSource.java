package io.github.camelsms.internal.client;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** BucketSource that all processes of a cluster take from one bucket, wherever its ProxyManager keeps it. */
public final class SharedBucketSource implements BucketSource {

    /** A bucket that takes longer to answer is as good as gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProxyManager<Object> manager;
    private final Executor executor;
    private final BucketConfiguration configuration;
    private final List<Object> keys;
    private volatile int kind;

    /** @param executor waits for the answer of a ProxyManager that blocks */
    @SuppressWarnings("unchecked")
    public SharedBucketSource(ProxyManager<?> manager, String key, int perSecond, Executor executor) {
        this.manager = (ProxyManager<Object>) manager;
        this.executor = executor;
        this.configuration = BucketConfiguration.builder()
                .addLimit(BucketSource.spaced(perSecond))
                .build();
        this.keys = List.of(key, ByteBuffer.wrap(hash(key)).getLong(), key.getBytes(StandardCharsets.US_ASCII));
    }

    /** A text from which the given one cannot be told. */
    public static String digest(String text) {
        return HexFormat.of().formatHex(hash(text), 0, 16);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public CompletableFuture<Long> take() {
        CompletableFuture<Long> answer = askByKind();
        return answer.isDone() ? answer : answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Long> askByKind() {
        int tried = kind;
        return ask(keys.get(tried)).exceptionallyCompose(failure -> {
            if (tried + 1 < keys.size() && isOfOtherType(failure)) {
                kind = tried + 1;
                return askByKind();
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** A manager does not expose the type of its keys, so the first call finds it out. */
    private static boolean isOfOtherType(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ClassCastException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private CompletableFuture<Long> ask(Object key) {
        try {
            if (manager.isAsyncModeSupported()) {
                return manager.asAsync()
                        .builder()
                        .build(key, () -> CompletableFuture.completedFuture(configuration))
                        .tryConsumeAndReturnRemaining(1)
                        .thenApply(BucketSource::nanosToWait);
            }
            return CompletableFuture.supplyAsync(
                    () -> BucketSource.nanosToWait(
                            manager.builder().build(key, () -> configuration).tryConsumeAndReturnRemaining(1)),
                    executor);
        } catch (RuntimeException broken) {
            return CompletableFuture.failedFuture(broken);
        }
    }
}

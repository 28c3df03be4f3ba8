package io.github.camelsms.simulator;

import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** How the simulator calls addresses that tests have named. */
public final class WebhookClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private WebhookClient() {}

    /** A client that follows no redirect. It has a thread, so it is made when it is first needed. */
    public static HttpClient create() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Why a call has no reply: {@code timeout} or {@code unreachable}; null when it has one. */
    public static @Nullable String nameOf(@Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof HttpTimeoutException ? "timeout" : "unreachable";
    }
}

package io.github.camelsms.simulator.transmitsms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Fetches files of contacts, each once. */
final class ContactFiles {

    private static final int LONGEST = 10_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ContactFiles() {}

    /** Fails for any reply but 200, for a file that is too long, and when the reply does not come. */
    static CompletableFuture<List<List<String>>> fetch(URI url) {
        HttpRequest request =
                HttpRequest.newBuilder(url).timeout(PATIENCE).GET().build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()
                .sendAsync(request, BodyHandlers.ofInputStream())
                .thenApplyAsync(ContactFiles::rows)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<List<String>> rows(HttpResponse<InputStream> reply) {
        try (InputStream body = reply.body()) {
            byte[] file = body.readNBytes(LONGEST + 1);
            if (reply.statusCode() != 200 || file.length > LONGEST) {
                throw new IllegalStateException("The file cannot be had");
            }
            return Csv.rows(new String(file, StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

package io.github.camelsms.simulator;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A webhook of the simulator itself, which no gateway has: it is called once for each message that comes to a handset, with
 * the message as JSON, as the API of the inbox answers it.
 *
 * <p>A message counts as soon as the search finds it: without one when it comes in, with {@code status:delivered} when it is
 * delivered. Each call has the headers {@code Webhook-Id}, which a repeat repeats, {@code Webhook-Timestamp} and, with a
 * secret, {@code Webhook-Signature} of the Standard Webhooks specification.
 *
 * @param url    where to call, HTTP or HTTPS
 * @param search as in the search field of the page, empty for every message
 * @param delay  span from the moment at which a message counts until the first call
 * @param secret signs each call, null for calls without a signature; one that begins with {@code whsec_} is base64
 */
public record MessageWebhook(
        URI url, String search, Duration delay, @Nullable String secret) {

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    public MessageWebhook {
        if (!WebAddress.isValid(url.toString()) || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("The URL of a webhook must be an HTTP address without a user");
        }
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("The delay of a webhook must be at most an hour");
        }
        if (secret != null && secret.isBlank()) {
            throw new IllegalArgumentException("The secret of a webhook must not be blank");
        }
    }

    /** Called for every message at once, without a signature. */
    public static MessageWebhook to(URI url) {
        return new MessageWebhook(url, "", Duration.ZERO, null);
    }

    /** The same for messages that a search finds. */
    public MessageWebhook when(String search) {
        return new MessageWebhook(url, search, delay, secret);
    }

    /** The same, later. */
    public MessageWebhook after(Duration span) {
        return new MessageWebhook(url, search, span, secret);
    }

    /** The same with a signature. */
    public MessageWebhook signedWith(String key) {
        return new MessageWebhook(url, search, delay, key);
    }

    @Override
    public String toString() {
        return "MessageWebhook[" + url.getScheme() + "://" + url.getHost() + ", delay=" + delay + ", signed="
                + (secret != null) + "]";
    }
}

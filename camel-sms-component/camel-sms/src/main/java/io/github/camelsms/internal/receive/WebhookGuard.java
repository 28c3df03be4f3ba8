package io.github.camelsms.internal.receive;

import io.github.camelsms.http.FormField;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.internal.options.AddressRanges;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.WebhookException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checks that all providers share: method, caller's address, URL token.
 *
 * @param methods HTTP methods that are served
 * @param allowed addresses that may call; null when any may
 * @param trustedProxies proxies whose word on the caller's address is taken
 * @param tokens values of URL parameter {@code token} that are accepted; empty when none is asked for
 */
record WebhookGuard(
        Set<String> methods, @Nullable AddressRanges allowed, AddressRanges trustedProxies, List<Secret> tokens) {

    /** @throws WebhookException 405 or 403 */
    void check(WebhookRequest request) {
        if (!methods.contains(request.method())) {
            throw new WebhookException(405, "method is not one of " + methods);
        }
        if (allowed != null && !isAllowed(request, allowed)) {
            throw WebhookException.forbidden("the caller's address is unknown or not in allowedAddresses");
        }
        if (!tokens.isEmpty() && !hasToken(request)) {
            throw WebhookException.forbidden("URL parameter token is missing or wrong");
        }
    }

    private boolean isAllowed(WebhookRequest request, AddressRanges list) {
        InetAddress caller = caller(request);
        return caller != null && list.contains(caller);
    }

    /** The peer, or what trusted proxies say of it: the right-most address that is not itself a trusted proxy. */
    private @Nullable InetAddress caller(WebhookRequest request) {
        String peer = request.peer();
        InetAddress address = peer == null ? null : AddressRanges.address(peer);
        List<String> hops = List.of(request.header("X-Forwarded-For").orElse("").split(",", -1));
        for (int i = hops.size() - 1; i >= 0 && address != null && trustedProxies.contains(address); i--) {
            if (hops.get(i).isBlank()) {
                return address;
            }
            address = AddressRanges.address(hops.get(i));
        }
        return address;
    }

    private boolean hasToken(WebhookRequest request) {
        List<byte[]> given = request.query().stream()
                .filter(field -> field.name().equals("token"))
                .map(FormField::value)
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toList();
        boolean found = false;
        for (Secret token : tokens) {
            byte[] expected = token.value().getBytes(StandardCharsets.UTF_8);
            found |= given.size() == 1 && MessageDigest.isEqual(expected, given.get(0));
        }
        return found;
    }
}

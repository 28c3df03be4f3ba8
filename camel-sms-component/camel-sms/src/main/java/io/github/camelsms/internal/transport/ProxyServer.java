package io.github.camelsms.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.AuthenticationException;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.auth.MalformedChallengeException;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.AuthChallengeParser;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.DigestScheme;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.message.ParserCursor;
import org.jspecify.annotations.Nullable;

/**
 * A proxy and the credentials for it. They are given once it has asked for them, and from then on without being asked. Thread-safe: one
 * connection at a time asks, which is rare but for plain {@code http}.
 */
public final class ProxyServer {

    private final HttpHost host;
    private final @Nullable String user;
    private final String password;
    private @Nullable String basic;
    private @Nullable DigestScheme digest;

    /** @param user null when there are no credentials */
    ProxyServer(HttpHost host, @Nullable String user, @Nullable String password) {
        this.host = host;
        this.user = user;
        this.password = password == null ? "" : password;
    }

    HttpHost host() {
        return host;
    }

    /** The value of {@code Proxy-Authorization}; null while the proxy has not asked for it. */
    synchronized @Nullable String credentials(String method, String target) {
        if (digest == null) {
            return basic;
        }
        try {
            return digest.generateAuthResponse(host, new BasicHttpRequest(method, target), HttpClientContext.create());
        } catch (AuthenticationException unusable) {
            return null;
        }
    }

    /** Reads what the proxy asks for. @return whether it can be given */
    synchronized boolean isChallenge(HttpResponse refusal) {
        if (user == null) {
            return false;
        }
        for (AuthChallenge challenge : challenges(refusal)) {
            if (challenge.getSchemeName().equalsIgnoreCase("Digest") && answers(challenge)) {
                return true;
            }
        }
        for (AuthChallenge challenge : challenges(refusal)) {
            if (challenge.getSchemeName().equalsIgnoreCase("Basic")) {
                byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
                basic = "Basic " + Base64.getEncoder().encodeToString(pair);
                return true;
            }
        }
        return false;
    }

    private boolean answers(AuthChallenge challenge) {
        try {
            DigestScheme scheme = new DigestScheme();
            HttpClientContext context = HttpClientContext.create();
            scheme.processChallenge(challenge, context);
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            credentials.setCredentials(
                    new AuthScope(host), new UsernamePasswordCredentials(String.valueOf(user), password.toCharArray()));
            if (scheme.isResponseReady(host, credentials, context)) {
                digest = scheme;
                return true;
            }
            return false;
        } catch (MalformedChallengeException | AuthenticationException unusable) {
            return false;
        }
    }

    private static List<AuthChallenge> challenges(HttpResponse refusal) {
        List<AuthChallenge> challenges = new ArrayList<>();
        for (Header header : refusal.getHeaders(HttpHeaders.PROXY_AUTHENTICATE)) {
            String value = header.getValue();
            try {
                challenges.addAll(AuthChallengeParser.INSTANCE.parse(
                        ChallengeType.PROXY, value, new ParserCursor(0, value.length())));
            } catch (ParseException unreadable) {
                continue; // another one may be readable
            }
        }
        return challenges;
    }
}

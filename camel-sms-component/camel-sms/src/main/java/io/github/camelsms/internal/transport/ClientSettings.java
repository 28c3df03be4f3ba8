package io.github.camelsms.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * What Camel's {@code https} or {@code http} component says of TLS, proxy and connections, read as camel-http reads it.
 *
 * @param tls makes connections secure; null for plain HTTP
 * @param proxy null for none
 * @param timeToLive how long a connection may be used; 0 or negative for no limit
 */
public record ClientSettings(
        @Nullable DefaultClientTlsStrategy tls, @Nullable ProxyServer proxy, Duration timeToLive) {

    /** Goes with each handshake: HTTP/2 is not offered. */
    static final TlsConfig HTTP_1 =
            TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build();

    /**
     * The settings of the component that is named as the scheme of the address.
     *
     * @param base {@code http} or {@code https}
     * @throws IllegalArgumentException for what this client cannot do: a proxy that is itself reached by TLS, NTLM
     * @throws GeneralSecurityException when the TLS settings are not usable
     * @throws IOException when a key store cannot be read
     */
    public static ClientSettings of(CamelContext context, URI base) throws GeneralSecurityException, IOException {
        String scheme = base.getScheme().toLowerCase(Locale.ROOT);
        HttpComponent component = context.getComponent(scheme, HttpComponent.class);
        DefaultClientTlsStrategy tls = scheme.equals("https") ? tls(context, component) : null;
        return new ClientSettings(
                tls, proxy(context, component, base), Duration.ofMillis(component.getConnectionTimeToLive()));
    }

    /** The component's own TLS settings and host name verifier. The verifier decides, whatever HttpClient does by default. */
    static DefaultClientTlsStrategy tls(CamelContext context, HttpComponent component)
            throws GeneralSecurityException, IOException {
        return new DefaultClientTlsStrategy(
                sslContext(context, component), HostnameVerificationPolicy.CLIENT, component.getX509HostnameVerifier());
    }

    private static SSLContext sslContext(CamelContext context, HttpComponent component)
            throws GeneralSecurityException, IOException {
        SSLContextParameters parameters = component.getSslContextParameters();
        if (parameters == null && component.isUseGlobalSslContextParameters()) {
            parameters = context.getSSLContextParameters();
        }
        if (parameters != null) {
            return parameters.createSSLContext(context);
        }
        return component.isUseSystemProperties() ? SSLContexts.createSystemDefault() : SSLContexts.createDefault();
    }

    /** The component's own proxy, then that of the context's global options or of the system properties. */
    private static @Nullable ProxyServer proxy(CamelContext context, HttpComponent component, URI base) {
        String host = first(option(component, "proxyAuthHost", String.class), component.getProxyHost());
        Integer port = first(option(component, "proxyAuthPort", Integer.class), component.getProxyPort());
        if (host != null && port != null) {
            return bypasses(component, base.getHost())
                    ? null
                    : proxy(component, component.getProxyAuthScheme(), host, port, base);
        }
        if (component.isUseSystemProperties()) {
            return systemProxy(component, base);
        }
        String globalHost = context.getGlobalOption("http.proxyHost");
        String globalPort = context.getGlobalOption("http.proxyPort");
        return globalHost == null || globalHost.isEmpty() || globalPort == null || globalPort.isEmpty()
                ? null
                : proxy(
                        component,
                        context.getGlobalOption("http.proxyScheme"),
                        globalHost,
                        Integer.parseInt(globalPort),
                        base);
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one != null ? one : other;
    }

    /** An option that is deprecated, or that the component of Camel 4.14 does not have. */
    private static <T> @Nullable T option(HttpComponent component, String name, Class<T> type) {
        Object value = component.getComponentPropertyConfigurer() instanceof PropertyConfigurerGetter options
                ? options.getOptionValue(component, name, true)
                : null;
        return type.isInstance(value) ? type.cast(value) : null;
    }

    private static @Nullable ProxyServer systemProxy(HttpComponent component, URI base) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector != null) {
            for (java.net.Proxy proxy : selector.select(base)) {
                if (proxy.type() == java.net.Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress address) {
                    return proxy(component, "http", address.getHostString(), address.getPort(), base);
                }
            }
        }
        return null;
    }

    private static ProxyServer proxy(
            HttpComponent component, @Nullable String scheme, String host, int port, URI base) {
        String spoken = scheme == null ? base.getScheme() : scheme; // as camel-http takes it
        if (!spoken.equalsIgnoreCase("http")) {
            throw new IllegalArgumentException("The proxy " + host + ":" + port + " would be reached by " + spoken
                    + ", which transport=async cannot do. Set proxyAuthScheme=http on the component '"
                    + base.getScheme() + "' if the proxy speaks plain HTTP, or set transport=camel-http.");
        }
        if (option(component, "proxyAuthDomain", String.class) != null
                || "NTLM".equalsIgnoreCase(component.getProxyAuthMethod())) {
            throw new IllegalArgumentException("transport=async does not support NTLM for the proxy " + host + ":"
                    + port + ". Set transport=camel-http.");
        }
        boolean known = component.getProxyAuthUsername() != null && component.getProxyAuthPassword() != null;
        return new ProxyServer(
                new HttpHost("http", host, port),
                known ? component.getProxyAuthUsername() : null,
                known ? component.getProxyAuthPassword() : null);
    }

    /** @param host of the provider, compared with a list of patterns in which {@code *} stands for anything */
    private static boolean bypasses(HttpComponent component, String host) {
        String patterns = option(component, "nonProxyHosts", String.class);
        if (patterns == null) {
            return false;
        }
        for (String pattern : patterns.split(",")) {
            String regex = pattern.strip().replace(".", "\\.").replace("*", ".*");
            if (!regex.isEmpty()
                    && Pattern.compile(regex, Pattern.CASE_INSENSITIVE)
                            .matcher(host)
                            .matches()) {
                return true;
            }
        }
        return false;
    }
}

package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.options.AccountSettings;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Carries the calls of one account to one address. By default calls are asynchronous, except those that must complete on their caller's
 * thread: a blocking client is cheaper for a thread that waits. With {@code transport=camel-http} an endpoint of camel-http carries all.
 */
public final class AccountTransport extends ServiceSupport implements HttpTransport {

    private final String provider;
    private final URI base;
    private final AccountSettings settings;
    private final CamelContext context;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final @Nullable HttpTransport async;
    private final @Nullable HttpTransport waiting;
    private final List<ServiceSupport> clients;
    private volatile @Nullable CamelHttpTransport camelHttp;

    private AccountTransport(
            CamelContext context,
            String provider,
            URI base,
            AccountSettings settings,
            Executor threads,
            ScheduledExecutorService timer,
            ConnectionSweeper sweeper) {
        this.context = context;
        this.provider = provider;
        this.base = base;
        this.settings = settings;
        this.threads = threads;
        this.timer = timer;
        if (settings.transport().equals(AccountSettings.CAMEL_HTTP)) {
            this.async = null;
            this.waiting = null;
            this.clients = List.of();
        } else {
            ClientSettings shared = settings(context, base);
            ThreadFactory daemons = task -> context.getExecutorServiceManager().newThread("SmsHttp", task);
            AsyncHttpTransport client = new AsyncHttpTransport(
                    provider,
                    base,
                    settings.connectTimeout(),
                    settings.responseTimeout(),
                    settings.maxInFlight(),
                    shared,
                    daemons,
                    sweeper);
            BlockingHttpTransport blocking = new BlockingHttpTransport(
                    provider, base, settings.connectTimeout(), settings.responseTimeout(), shared, daemons, sweeper);
            this.clients = List.of(client, blocking);
            this.async =
                    new ObservedTransport(client, context, () -> camelHttp().endpoint());
            this.waiting =
                    new ObservedTransport(blocking, context, () -> camelHttp().endpoint());
        }
    }

    private static ClientSettings settings(CamelContext context, URI base) {
        try {
            return ClientSettings.of(context, base);
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalArgumentException(
                    "the TLS settings of Camel's https component cannot be used (" + unusable.getMessage() + ")",
                    unusable);
        }
    }

    /**
     * The transport of an account, as option transport says.
     *
     * @param threads continue calls that have waited, where a call blocks its thread
     * @param timer ends calls of camel-http that take too long
     * @param sweeper ends calls of the other clients that take too long
     */
    public static AccountTransport of(
            CamelContext context,
            String provider,
            URI base,
            AccountSettings settings,
            Executor threads,
            ScheduledExecutorService timer,
            ConnectionSweeper sweeper) {
        return new AccountTransport(context, provider, base, settings, threads, timer, sweeper);
    }

    /** Whether every call holds the thread that begins it. */
    public boolean blocks() {
        return async == null;
    }

    /** Where a call continues that has waited for its turn or its place. */
    public Executor resumer() {
        return async == null ? threads : Runnable::run;
    }

    @Override
    public boolean execute(HttpCall call, Completion completion) {
        HttpTransport client = call.onCallersThread() ? waiting : async;
        return (client == null ? camelHttp() : client).execute(call, completion);
    }

    private CamelHttpTransport camelHttp() {
        CamelHttpTransport known = camelHttp;
        return known != null ? known : newCamelHttp();
    }

    /** One at a time: asked for the same endpoint by two threads at once, Camel may make two, each with a pool of its own. */
    private synchronized CamelHttpTransport newCamelHttp() {
        CamelHttpTransport known = camelHttp;
        if (known == null) {
            known = new CamelHttpTransport(context, provider, base, settings, timer);
            ServiceHelper.startService(known);
            camelHttp = known;
        }
        return known;
    }

    @Override
    protected void doStart() {
        clients.forEach(ServiceSupport::start);
        if (async == null) {
            camelHttp();
        }
    }

    @Override
    protected void doStop() {
        clients.forEach(ServiceSupport::stop);
        ServiceHelper.stopService(camelHttp);
    }
}

package io.github.camelsms.internal.client;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.spi.SmsProvider;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/** The rate limits of all accounts, and the threads on which calls go on that had to wait. */
public final class AccountRateLimiters extends LifecycleStrategySupport {

    /** Whose limit it is. The same key at another address, such as that of a sandbox, is another account. */
    public record Account(AccountSettings.Identity identity, URI address) {

        /** Names its bucket in the cluster, without anything that could be read back out of the name. */
        String bucket(int perSecond) {
            String key = identity.keys().isEmpty()
                    ? String.valueOf(identity.account())
                    : identity.keys().get(0).value();
            String who = String.join("\n", address.toString(), String.valueOf(identity.customer()), key);
            return "camel-sms:" + identity.provider() + ":" + perSecond + ":" + SharedBucketSource.digest(who);
        }
    }

    private final Object source;
    private final ExecutorServiceManager threads;
    private final @Nullable ProxyManager<?> cluster;
    private final Map<Account, AccountRateLimiter> limits = new ConcurrentHashMap<>();
    private final Map<AccountSettings.Identity, ThreadShare> shares = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService timer;
    private @Nullable ExecutorService calls;
    private volatile boolean ending;

    /**
     * @param source for whom the threads are
     * @param cluster keeps the buckets of a cluster; null for limits of this process
     */
    public AccountRateLimiters(Object source, CamelContext context, @Nullable ProxyManager<?> cluster) {
        this.source = source;
        this.threads = context.getExecutorServiceManager();
        this.cluster = cluster;
    }

    /** The limit of an account; null for one that is to have none. */
    @Nullable
    public AccountRateLimiter of(AccountSettings settings, SmsProvider provider) {
        Integer chosen = settings.maxRequestsPerSecond();
        if (chosen != null && chosen == 0) {
            return null;
        }
        Account account = new Account(settings.identity(), provider.baseUri());
        return limits.computeIfAbsent(
                        account,
                        none -> new AccountRateLimiter(
                                provider.id(), perSecond -> tokens(account, perSecond), this::after, System::nanoTime))
                .atMost(chosen != null ? chosen : provider.maxRequestsPerSecond());
    }

    /** Where calls of that account go on that had to wait: on as many threads as it may have calls under way. */
    public ThreadShare share(AccountSettings settings) {
        return shares.computeIfAbsent(
                        settings.identity(), account -> new ThreadShare(this::onThread, settings.maxInFlight()))
                .atMost(settings.maxInFlight());
    }

    private BucketSource tokens(Account account, int perSecond) {
        return cluster == null
                ? BucketSource.local(perSecond, TimeMeter.SYSTEM_NANOTIME)
                : new SharedBucketSource(cluster, account.bucket(perSecond), perSecond, this::onThread);
    }

    private synchronized void after(long nanos, Runnable task) {
        if (timer == null) {
            timer = threads.newScheduledThreadPool(source, "SmsRateLimit", 1);
        }
        timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs what may block: a call that had waited, and the question to the bucket of a cluster. */
    private void onThread(Runnable task) {
        ExecutorService pool;
        synchronized (this) {
            if (calls == null) {
                calls = threads.newCachedThreadPool(source, "SmsCalls");
            }
            pool = calls;
        }
        try {
            pool.execute(task);
        } catch (RejectedExecutionException stopped) {
            task.run();
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        end();
    }

    public boolean isEnding() {
        return ending;
    }

    /** Ends all waits. */
    private void end() {
        ending = true;
        limits.values().forEach(AccountRateLimiter::end);
    }

    public synchronized void stop() {
        end();
        shares.values().forEach(ThreadShare::end);
        if (timer != null) {
            threads.shutdownNow(timer);
        }
        if (calls != null) {
            threads.shutdownGraceful(calls);
        }
    }
}

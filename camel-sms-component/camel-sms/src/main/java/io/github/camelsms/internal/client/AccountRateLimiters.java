package io.github.camelsms.internal.client;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.spi.SmsProvider;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rate limiters of all accounts. */
final class AccountRateLimiters {

    /** Whose limit it is. The same key at another address, such as that of a sandbox, is another account. */
    private record Owner(AccountSettings.Identity identity, URI address) {

        /** The same on all nodes. */
        String who() {
            String key = identity.keys().isEmpty()
                    ? String.valueOf(identity.account())
                    : identity.keys().get(0).value();
            return String.join("\n", address.toString(), String.valueOf(identity.customer()), key);
        }

        /** Names its bucket in the cluster, without anything that could be read back out of the name. */
        String bucket(int perSecond) {
            return "camel-sms:" + identity.provider() + ":" + perSecond + ":" + SharedBucketSource.digest(who());
        }
    }

    /** Whose limit an account's is, the same on all nodes. Contains the account's key. */
    static String owner(AccountSettings settings, SmsProvider provider) {
        return provider.id() + '\n' + new Owner(settings.identity(), provider.baseUri()).who();
    }

    private final CallThreads threads;
    private final @Nullable ProxyManager<?> cluster;
    private final Map<Owner, AccountRateLimiter> limiters = new ConcurrentHashMap<>();

    /** @param cluster keeps the buckets of a cluster; null for limits of this process */
    AccountRateLimiters(CallThreads threads, @Nullable ProxyManager<?> cluster) {
        this.threads = threads;
        this.cluster = cluster;
    }

    /** The limiter of an account; null when option maxRequestsPerSecond is 0. */
    @Nullable
    AccountRateLimiter of(AccountSettings settings, SmsProvider provider) {
        Integer chosen = settings.maxRequestsPerSecond();
        if (chosen != null && chosen == 0) {
            return null;
        }
        Owner owner = new Owner(settings.identity(), provider.baseUri());
        return limiters.computeIfAbsent(
                        owner,
                        none -> new AccountRateLimiter(
                                provider.id(), perSecond -> bucket(owner, perSecond), threads, System::nanoTime))
                .atMost(chosen != null ? chosen : provider.maxRequestsPerSecond());
    }

    private BucketSource bucket(Owner owner, int perSecond) {
        return cluster == null
                ? BucketSource.local(perSecond, TimeMeter.SYSTEM_NANOTIME)
                : new SharedBucketSource(cluster, owner.bucket(perSecond), perSecond, threads::block);
    }

    /** Ends all waits; from now on calls begin at once or not at all. */
    void end() {
        limiters.values().forEach(AccountRateLimiter::end);
    }

    void clear() {
        limiters.clear();
    }
}

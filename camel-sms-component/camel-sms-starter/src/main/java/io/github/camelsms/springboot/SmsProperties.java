package io.github.camelsms.springboot;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.spi.StateStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of the component: those that accounts and endpoints have too are inherited, those that are the component's alone are here. Not a
 * bean: it would be taken for an account.
 */
final class SmsProperties extends SmsConfiguration {

    static final String PREFIX = "camel.component.sms";

    private boolean enabled = true;
    private Map<String, SmsAccount> accounts = new LinkedHashMap<>();
    private @Nullable StateStore stateStore;
    private @Nullable Duration retention;
    private @Nullable ProxyManager<?> rateLimitProxyManager;
    private boolean autowiredEnabled = true;
    private boolean bridgeErrorHandler;
    private boolean lazyStartProducer;
    private boolean healthCheckConsumerEnabled = true;
    private boolean healthCheckProducerEnabled = true;

    void configure(SmsComponent component) {
        component.setConfiguration(this);
        component.setAccounts(accounts);
        if (stateStore != null) {
            component.setStateStore(stateStore);
        }
        if (retention != null) {
            component.setRetention(retention);
        }
        if (rateLimitProxyManager != null) {
            component.setRateLimitProxyManager(rateLimitProxyManager);
        }
        component.setAutowiredEnabled(autowiredEnabled);
        component.setBridgeErrorHandler(bridgeErrorHandler);
        component.setLazyStartProducer(lazyStartProducer);
        component.setHealthCheckConsumerEnabled(healthCheckConsumerEnabled);
        component.setHealthCheckProducerEnabled(healthCheckProducerEnabled);
    }

    /** Whether these options configure the component; asked for before they are read. */
    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Map<String, SmsAccount> getAccounts() {
        return accounts;
    }

    public void setAccounts(Map<String, SmsAccount> accounts) {
        this.accounts = accounts;
    }

    public @Nullable ProxyManager<?> getRateLimitProxyManager() {
        return rateLimitProxyManager;
    }

    public void setRateLimitProxyManager(@Nullable ProxyManager<?> rateLimitProxyManager) {
        this.rateLimitProxyManager = rateLimitProxyManager;
    }

    public @Nullable Duration getRetention() {
        return retention;
    }

    public void setRetention(@Nullable Duration retention) {
        this.retention = retention;
    }

    public @Nullable StateStore getStateStore() {
        return stateStore;
    }

    public void setStateStore(@Nullable StateStore stateStore) {
        this.stateStore = stateStore;
    }

    public boolean isAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public boolean isBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public boolean isLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }

    public boolean isHealthCheckConsumerEnabled() {
        return healthCheckConsumerEnabled;
    }

    public void setHealthCheckConsumerEnabled(boolean healthCheckConsumerEnabled) {
        this.healthCheckConsumerEnabled = healthCheckConsumerEnabled;
    }

    public boolean isHealthCheckProducerEnabled() {
        return healthCheckProducerEnabled;
    }

    public void setHealthCheckProducerEnabled(boolean healthCheckProducerEnabled) {
        this.healthCheckProducerEnabled = healthCheckProducerEnabled;
    }
}

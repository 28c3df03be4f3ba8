package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConfiguration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.CamelContextReloadingEvent;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the options of the component and its accounts anew when Camel reloads its properties: Camel itself sets the options of a component
 * once. Only what has changed since is set, so that what the application has set in Java stays.
 */
public final class RereadOptions extends SimpleEventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger(RereadOptions.class);

    private final CamelContext context;
    private volatile boolean reloaded;
    private Map<String, @Nullable String> known;

    /** Reads the values as they are now. */
    public RereadOptions(CamelContext context) {
        this.context = context;
        this.known = WrittenOptions.of(context).values();
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelContextReloadingEvent;
    }

    /** Properties are about to be reloaded, and endpoints to be made anew. */
    @Override
    public void notify(CamelEvent event) {
        reloaded = true;
    }

    /** Sets what has changed, once after a reload. An option that cannot be set keeps its value. */
    public void rereadIfReloaded(SmsConfiguration common, Map<String, SmsAccount> accounts) {
        if (reloaded) {
            reread(common, accounts);
        }
    }

    private synchronized void reread(SmsConfiguration common, Map<String, SmsAccount> accounts) {
        if (!reloaded) {
            return; // another thread was first
        }
        reloaded = false;
        WrittenOptions written = WrittenOptions.of(context);
        Map<String, @Nullable String> values = written.values();
        Map<String, @Nullable String> changed = new TreeMap<>(values);
        changed.entrySet().removeAll(known.entrySet());
        known = values;
        changed.forEach((path, value) -> {
            if (value != null) {
                written.place(path, common, accounts).ifPresent(place -> set(path, place, value));
            }
        });
    }

    private void set(String path, WrittenOptions.Place place, String value) {
        try {
            boolean set = PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(place.options())
                    .withProperty(StringHelper.dashToCamelCase(place.option()), value)
                    .withIgnoreCase(true)
                    .bind();
            LOG.info("Property {} has changed{}", path, set ? "" : ", but cannot be set");
        } catch (RuntimeException wrong) { // its message shows the value
            LOG.warn(
                    "Property {} has changed, but cannot be set ({})",
                    path,
                    wrong.getClass().getName());
        }
    }
}

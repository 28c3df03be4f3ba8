package io.github.camelsms.internal.options;

import io.github.camelsms.SmsOperation;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the factory of a provider id among the jars of the application. */
public final class ProviderFinder {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderFinder.class);
    private static final String FOLDER = "META-INF/services/io/github/camelsms/provider/";

    private final CamelContext context;

    public ProviderFinder(CamelContext context) {
        this.context = context;
    }

    /**
     * The provider of an account.
     *
     * @throws IllegalArgumentException when it is not known, or an option is wrong
     */
    public SmsProvider provider(AccountSettings settings) {
        String name = settings.provider();
        if (EndpointHelper.isReferenceParameter(name)) {
            return CamelContextHelper.mandatoryLookup(context, name.substring(1), SmsProvider.class);
        }
        ProviderOptions options = new ProviderOptions(
                name,
                settings.baseUrl(),
                settings.apiKeys(),
                settings.secretKeys(),
                settings.declared(),
                settings.providerSettings(),
                InstantSource.system(),
                () -> UUID.randomUUID().toString());
        return find(name).create(options);
    }

    /** What a provider can do. */
    public static List<SmsOperation> operations(SmsProvider provider) {
        return Arrays.stream(SmsOperation.values())
                .filter(operation -> switch (operation) {
                    case send, verify, check -> true;
                    case query -> provider.query().isPresent();
                    case feedback -> provider.feedback().isPresent();
                    case call -> provider.call().isPresent();
                    case dlr -> provider.dlr().isPresent();
                    case inbound -> provider.inbound().isPresent();
                })
                .toList();
    }

    /** @throws IllegalArgumentException when nothing goes by that id; the message lists the ids there are */
    public SmsProviderFactory find(String id) {
        FactoryFinder finder = context.getCamelContextExtension().getFactoryFinder(FOLDER);
        Optional<SmsProviderFactory> found = isPlainName(id)
                ? finder.newInstance(id, SmsProviderFactory.class).or(() -> named(id))
                : Optional.empty();
        return found.orElseThrow(() -> new IllegalArgumentException("option provider=" + id
                + " is not known; accepted: " + ids() + ", or #bean for a bean of type SmsProvider"));
    }

    /** What the provider's file names. Camel Quarkus has a finder that knows only what Camel's own folder held at build time. */
    private Optional<SmsProviderFactory> named(String id) {
        Properties names = new Properties();
        try (InputStream file = context.getClassResolver().loadResourceAsStream(FOLDER + id)) {
            if (file == null) {
                return Optional.empty();
            }
            names.load(file);
            Class<SmsProviderFactory> factory = context.getClassResolver()
                    .resolveMandatoryClass(names.getProperty("class"), SmsProviderFactory.class);
            return Optional.of(context.getInjector().newInstance(factory, false));
        } catch (IOException | ClassNotFoundException unusable) {
            throw new IllegalArgumentException("the service file of provider " + id + " is invalid", unusable);
        }
    }

    private static boolean isPlainName(String id) {
        return !id.isBlank() && id.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
    }

    /** The ids there are on the class path. */
    Collection<String> ids() {
        TreeSet<String> ids = new TreeSet<>();
        try {
            for (Resource file :
                    PluginHelper.getPackageScanResourceResolver(context).findResources("classpath:" + FOLDER + "*")) {
                ids.add(lastPart(file.getLocation()));
            }
            // In OSGi the scan sees only the application's bundle, and this one all bundles.
            Enumeration<URL> files = context.getClassResolver().loadAllResourcesAsURL(FOLDER + "*");
            while (files.hasMoreElements()) {
                ids.add(lastPart(files.nextElement().getPath()));
            }
        } catch (Exception unreadable) {
            LOG.debug("The provider files cannot be listed", unreadable);
        }
        return ids;
    }

    private static String lastPart(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}

package io.github.camelsms.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.camelsms.provider.twofalink.TwoFaLinkFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a runtime such as Camel Quarkus, whose finder knows files of Camel's own folder alone. */
class ProviderFinderTest {

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void limitTheFinder() {
        FactoryFinderResolver resolver = PluginHelper.getFactoryFinderResolver(context.getCamelContextExtension());
        context.getCamelContextExtension().addContextPlugin(FactoryFinderResolver.class, new FactoryFinderResolver() {
            @Override
            public FactoryFinder resolveFactoryFinder(ClassResolver classes, String folder) {
                return resolver.resolveFactoryFinder(classes, folder.replace("io/github", "none"));
            }

            @Override
            public FactoryFinder resolveBootstrapFactoryFinder(ClassResolver classes, String folder) {
                return resolver.resolveBootstrapFactoryFinder(classes, folder);
            }
        });
    }

    @Test
    void readsTheFileOfAProviderThatTheFinderDoesNotKnow() {
        assertThat(find("2fa-link")).isInstanceOf(TwoFaLinkFactory.class);
    }

    @Test
    void listsWhatThereIsInsteadOfAnUnknownProvider() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> find("2fa-lnk"))
                .withMessageStartingWith("option provider=2fa-lnk is not known; accepted: [2chat, 2fa-link, ");
    }

    private Object find(String id) {
        return new ProviderFinder(context).find(id);
    }
}

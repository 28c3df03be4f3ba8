package io.github.camelsms.springboot;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.spi.StateStore;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/** Reads {@code #name} and {@code #bean:name} where an option is an object. */
final class BeanReferences implements GenericConverter {

    private final BeanFactory beans;

    BeanReferences(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(
                new ConvertiblePair(String.class, StateStore.class),
                new ConvertiblePair(String.class, IdempotentRepository.class),
                new ConvertiblePair(String.class, ExecutorService.class),
                new ConvertiblePair(String.class, ProxyManager.class));
    }

    /** @throws IllegalArgumentException when the text is no reference */
    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
        if (source == null) {
            return null;
        }
        String reference = (String) source;
        if (!reference.startsWith("#")) {
            throw new IllegalArgumentException("must be the name of a bean, written as #name");
        }
        return beans.getBean(reference.substring(reference.startsWith("#bean:") ? 6 : 1), to.getType());
    }
}

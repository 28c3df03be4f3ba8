package io.github.camelsms.internal.server;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.undertow.DefaultUndertowHttpBinding;
import org.apache.camel.component.undertow.UndertowEndpoint;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Keeps query parameters whose name has a control character away from camel-undertow's own filter, which fails on them and has Undertow log
 * it at length. They are still in the query string. Loaded only when camel-undertow is the server.
 *
 * @param camels camel-undertow's own filter
 */
record UndertowNameFilter(HeaderFilterStrategy camels) implements HeaderFilterStrategy {

    static void install(Endpoint endpoint) {
        if (((UndertowEndpoint) endpoint).getUndertowHttpBinding() instanceof DefaultUndertowHttpBinding binding) {
            binding.setHeaderFilterStrategy(new UndertowNameFilter(binding.getHeaderFilterStrategy()));
        }
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return camels.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return name.chars().anyMatch(Character::isISOControl)
                || camels.applyFilterToExternalHeaders(name, value, exchange);
    }
}

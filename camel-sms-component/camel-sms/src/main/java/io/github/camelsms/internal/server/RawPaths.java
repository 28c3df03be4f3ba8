package io.github.camelsms.internal.server;

/**
 * Has an HTTP server that Camel does not run itself hand over the requests of a path untouched. Camel finds implementations in its registry
 * by this type; camel-sms-starter brings the one for Spring Boot.
 */
@FunctionalInterface
public interface RawPaths {

    /**
     * From now on nobody before Camel interprets query or body of a request to the path.
     *
     * @param path as the server matches it, with its leading slash
     * @return ends it
     */
    AutoCloseable open(String path);
}

package io.github.camelsms.manual;

import io.github.camelsms.manual.Manual.Block;
import io.github.camelsms.manual.Manual.Page;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Runs blocks of the manual in a Camel of their own, against the simulator instead of the providers. */
final class Snippets {

    static final String NUMBER = "+447700900123";

    private static final Pattern ENV = Pattern.compile("\\{\\{env:([A-Z_]+)}}");
    private static final Pattern ACCOUNT_PROVIDER =
            Pattern.compile("camel\\.component\\.sms\\.(accounts\\[\\w+]\\.)provider");
    private static final Pattern ENDPOINT_PROVIDER = Pattern.compile("[pP]rovider(?:=|: ?|\\(\")([\\w-]+)");

    private static final Pattern WEBHOOK = Pattern.compile("\\bsms[:-](?:dlr|inbound)\\b");

    /** A file that Java names without a folder. */
    private static final Pattern FILE = Pattern.compile("(\"file:|new File\\(\")(?=\\w)");

    private final SmsSimulator simulator;
    private final Path folder;

    /** @param folder for files that routes write and classes that are compiled */
    Snippets(SmsSimulator simulator, Path folder) {
        this.simulator = simulator;
        this.folder = folder;
    }

    /**
     * Starts Camel with a block's routes. Its properties are those of its section and of section "Accounts", or of the page when that has one block of them.
     * The caller stops it.
     */
    Main start(Page page, Block block) throws Exception {
        return start(page, block, Map.of());
    }

    /** @param overrides properties that win over those of the manual; an empty one takes it away */
    Main start(Page page, Block block, Map<String, String> overrides) throws Exception {
        Main main = new Main();
        main.setShutdownStrategy(new SimpleMainShutdownStrategy()); // no hook that keeps the JVM of the tests
        Map<String, String> properties = properties(page, block);
        properties.putAll(overrides);
        properties.values().removeIf(String::isEmpty);
        properties.forEach(main::addProperty);
        try {
            main.start();
            addRoutes(main.getCamelContext(), block);
        } catch (Exception failed) {
            main.stop();
            throw failed;
        }
        return main;
    }

    private Map<String, String> properties(Page page, Block block) {
        Map<String, String> all = new LinkedHashMap<>(names());
        String needed = block.text();
        List<Block> settings = page.blocks().stream()
                .filter(other -> other.language().equals("properties"))
                .toList();
        settings.stream()
                .filter(other -> settings.size() == 1
                        || other.section().equals("Accounts")
                        || other.section().equals(block.section()))
                .forEach(other -> all.putAll(read(other)));
        if (needed.contains("account=main") || needed.contains("'main'") || needed.contains("account: main")) {
            twoAccounts().forEach(all::putIfAbsent);
        }
        for (Map.Entry<String, String> entry : Map.copyOf(all).entrySet()) {
            Matcher account = ACCOUNT_PROVIDER.matcher(entry.getKey());
            if (account.matches()) {
                all.putIfAbsent("camel.component.sms." + account.group(1) + "baseUrl", baseUrl(entry.getValue()));
            }
        }
        if (WEBHOOK.matcher(needed).find()) {
            all.put("camel.server.host", "127.0.0.1");
            all.put("camel.server.port", "0");
            all.put("camel.component.sms.allowedAddresses", "127.0.0.1"); // where the simulator calls from
        }
        Matcher endpoint = ENDPOINT_PROVIDER.matcher(needed);
        if (endpoint.find() && simulator.providers().contains(endpoint.group(1))) {
            all.put("camel.component.sms.baseUrl", baseUrl(endpoint.group(1)));
        }
        return all;
    }

    /** The accounts that most pages speak of. */
    private static Map<String, String> twoAccounts() {
        String accounts = "camel.component.sms.accounts";
        return Map.of(
                accounts + "[main].provider", "2fa-link",
                accounts + "[main].apiKey", "{{twofalink.key}}",
                accounts + "[main].secretKey", "{{twofalink.secret}}",
                accounts + "[backup].provider", "transmitsms",
                accounts + "[backup].apiKey", "{{transmitsms.key}}",
                accounts + "[backup].secretKey", "{{transmitsms.secret}}");
    }

    private String baseUrl(String provider) {
        return simulator.baseUrl(provider).toString();
    }

    /** What the manual's placeholders stand for. */
    private Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        names.put("parked.dir", folder.resolve("parked").toString());
        names.put("SMS_WEBHOOK_TOKEN", SimulatedCalls.TOKEN);
        put(names, "twofalink", "TWOFALINK", simulator.credentials("2fa-link"));
        put(names, "twochat", "TWOCHAT", simulator.credentials("2chat"));
        put(names, "transmitsms", "TRANSMITSMS", simulator.credentials("transmitsms"));
        put(names, "telesign", "TELESIGN", simulator.credentials("telesign"));
        return names;
    }

    private static void put(Map<String, String> names, String property, String variable, Credentials credentials) {
        names.put(property + ".key", credentials.apiKey());
        names.put(variable + "_API_KEY", credentials.apiKey());
        if (credentials.secretKey() != null) {
            names.put(property + ".secret", credentials.secretKey());
            names.put(variable + "_SECRET_KEY", credentials.secretKey());
        }
        if (credentials.customerId() != null) {
            names.put(property + ".customerId", credentials.customerId());
            names.put(variable + "_CUSTOMER_ID", credentials.customerId());
        }
    }

    /** A test cannot set variables of the environment, so these become properties. */
    private static Map<String, String> read(Block block) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(ENV.matcher(block.text()).replaceAll("{{$1}}")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Map<String, String> read = new LinkedHashMap<>();
        properties.forEach((name, value) -> read.put((String) name, (String) value));
        return read;
    }

    private void addRoutes(CamelContext context, Block block) throws Exception {
        switch (block.language()) {
            case "yaml", "xml" ->
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString("manual." + block.language(), block.text()));
            case "java" -> context.addRoutes(compile(block));
            default -> {
                // Properties alone.
            }
        }
    }

    /** Java that stands in {@code configure()} of a route builder. */
    private RouteBuilder compile(Block block) throws Exception {
        String name = "Block" + block.line();
        String source = """
                import io.github.camelsms.*;
                import io.github.camelsms.model.*;
                import java.io.*;
                import java.time.*;
                import java.util.*;
                import org.apache.camel.*;
                import org.apache.camel.builder.RouteBuilder;
                import org.apache.camel.support.processor.idempotent.*;
                import org.apache.commons.csv.*;

                public class %s extends RouteBuilder {
                    @Override
                    public void configure() throws Exception {
                        %s
                    }
                }
                """.formatted(
                        name, FILE.matcher(block.text()).replaceAll("$1" + Matcher.quoteReplacement(folder + "/")));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of("-proc:none", "-cp", classPath, "-d", classes.toString()),
                        null,
                        List.of(new Source(name, source)))
                .call();
        if (!compiled) {
            throw new AssertionError(block + " does not compile:\n" + complaints);
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, Snippets.class.getClassLoader())) {
            return (RouteBuilder)
                    loader.loadClass(name).getDeclaredConstructor().newInstance();
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Sends a message to every {@code direct:} of the routes, in their order; gives the Exchanges as they ended. */
    Map<String, Exchange> call(CamelContext context) {
        Map<String, Exchange> ended = new LinkedHashMap<>();
        Map<String, Object> headers = new HashMap<>();
        headers.put("CamelSmsTo", NUMBER);
        for (Route route : context.getRoutes()) {
            Endpoint from = route.getEndpoint();
            if (from.getEndpointUri().startsWith("direct:")) {
                Exchange exchange = context.createProducerTemplate().request(from, call -> {
                    call.getMessage().setBody("Hello");
                    call.getMessage().setHeaders(new HashMap<>(headers));
                });
                ended.put(from.getEndpointUri(), exchange);
                headers.putAll(onward(exchange));
            }
        }
        return ended;
    }

    /** A route may be the second half of another: it gets the id, and the code that the handset showed. */
    private Map<String, Object> onward(Exchange exchange) {
        Map<String, Object> headers = new HashMap<>();
        Object id = exchange.getMessage().getHeader("CamelSmsMessageId");
        if (id != null) {
            headers.put("CamelSmsMessageId", id);
            simulator.messages().stream()
                    .filter(message -> message.messageId().equals(id) && message.verifyCode() != null)
                    .forEach(message -> headers.put("CamelSmsVerifyCode", message.verifyCode()));
        }
        return headers;
    }
}

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Writes class {@code BundledOptions}: the options that the factories of this jar declare, each as a property. Part of the build, not of the
 * jar.
 *
 * <p>Camel's catalogue, configurers and builders, and Spring Boot's binder, know an option by a property of a class. This way the factories
 * alone name the options. They are compiled here on their own, which the arrows between the packages allow, since the class is part of what is
 * compiled next.
 */
final class BundledOptionsWriter {

    private static final String SERVICES = "META-INF/services/io/github/camelsms/provider";

    private final Path sources;
    private final Path classes;
    private final List<String> classPath;

    private BundledOptionsWriter(Path sources, Path classes, List<String> classPath) {
        this.sources = sources;
        this.classes = classes;
        this.classPath = classPath;
    }

    /** @param args folder of the sources, of the resources, of classes that are compiled on the way, and the file to write */
    public static void main(String[] args) throws Exception {
        List<String> classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar")) // not what an earlier build has left
                .toList();
        BundledOptionsWriter writer = new BundledOptionsWriter(Path.of(args[0]), Path.of(args[2]), classPath);
        String source = source(writer.declared(factories(Path.of(args[1], SERVICES))));
        Path file = Path.of(args[3]);
        // A file that stays as it is leaves the compiler nothing to do.
        if (!Files.exists(file) || !Files.readString(file).equals(source)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
        }
    }

    private static List<String> factories(Path services) throws IOException {
        List<String> factories = new ArrayList<>();
        try (Stream<Path> files = Files.list(services)) {
            for (Path file : files.sorted().toList()) {
                Properties properties = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
                factories.add(properties.getProperty("class"));
            }
        }
        return factories;
    }

    private Map<String, Option> declared(List<String> factories) throws Exception {
        Files.createDirectories(classes);
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-nowarn",
                "-implicit:class",
                "-sourcepath",
                sources.toString(),
                "-classpath",
                String.join(File.pathSeparator, classPath),
                "-d",
                classes.toString()));
        factories.forEach(factory ->
                arguments.add(sources.resolve(factory.replace('.', '/') + ".java").toString()));
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("the providers cannot be compiled");
        }
        List<URL> urls = new ArrayList<>();
        urls.add(classes.toUri().toURL());
        for (String entry : classPath) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        Map<String, Option> options = new TreeMap<>();
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            for (String factory : factories) {
                Class<?> type = loader.loadClass(factory);
                Object instance = type.getConstructor().newInstance();
                for (Object declaration : (List<?>) type.getMethod("options").invoke(instance)) {
                    Option option = Option.of(declaration);
                    if (options.put(option.name(), option) != null) {
                        throw new IllegalStateException("two providers declare option " + option.name());
                    }
                }
            }
        }
        return options;
    }

    /** What a {@code ProviderOption} of the class loader above says. */
    private record Option(
            String name, String description, boolean secret, boolean credential, String standard, List<?> accepted) {

        static Option of(Object declaration) throws ReflectiveOperationException {
            return new Option(
                    (String) read(declaration, "name"),
                    (String) read(declaration, "description"),
                    (boolean) read(declaration, "secret"),
                    (boolean) read(declaration, "credential"),
                    (String) read(declaration, "defaultValue"),
                    (List<?>) read(declaration, "accepted"));
        }

        private static Object read(Object declaration, String component) throws ReflectiveOperationException {
            Method accessor = declaration.getClass().getMethod(component);
            return accessor.invoke(declaration);
        }

        String property() {
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }

        String field() {
            List<String> attributes = new ArrayList<>();
            if (credential) {
                attributes.add("label = \"security\"");
            }
            if (secret) {
                attributes.add("secret = true");
            }
            if (standard != null) {
                attributes.add("defaultValue = " + literal(standard));
            }
            if (!accepted.isEmpty()) {
                attributes.add("enums = "
                        + literal(accepted.stream().map(Object::toString).collect(Collectors.joining(","))));
            }
            attributes.add("description = " + literal(description));
            return "    @UriParam(" + String.join(", ", attributes) + ")\n"
                    + "    private @Nullable String " + name + ";\n\n";
        }

        String accessors() {
            return """
                        public @Nullable String get%2$s() {
                            return %1$s;
                        }

                        public void set%2$s(@Nullable String %1$s) {
                            this.%1$s = %1$s;
                        }

                    """.formatted(name, property());
        }

        private static String literal(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    private static String source(Map<String, Option> options) {
        StringBuilder source = new StringBuilder("""
                package io.github.camelsms;

                import java.util.Map;
                import java.util.Set;
                import java.util.TreeMap;
                import org.apache.camel.spi.UriParam;
                import org.apache.camel.spi.UriParams;
                import org.jspecify.annotations.Nullable;

                /**
                 * The options that the providers of this jar declare, each under its bare name; {@code option.xxx} sets the same. Generated in each
                 * build from what the factories declare.
                 */
                @UriParams
                public abstract class BundledOptions {

                """);
        options.values().forEach(option -> source.append(option.field()));
        source.append("    BundledOptions() {}\n\n");
        options.values().forEach(option -> source.append(option.accessors()));
        source.append("    /** The names of all. */\n    static Set<String> bundledNames() {\n        return Set.of(");
        source.append(options.keySet().stream().map(Option::literal).collect(Collectors.joining(", ")));
        source.append(");\n    }\n\n    /** Those that are set, by name. */\n    final Map<String, String> bundled() {\n");
        source.append("        Map<String, String> set = new TreeMap<>();\n");
        options.keySet().forEach(name -> source.append(
                "        if (%1$s != null) {\n            set.put(%2$s, %1$s);\n        }\n".formatted(name, Option.literal(name))));
        return source.append("        return set;\n    }\n}\n").toString();
    }
}

package io.github.camelsms.simulator.standalone;

import com.github.tomakehurst.wiremock.common.FatalStartupException;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a simulator until the program is ended. Exit code 2 for wrong options, 1 when the port can not be had. */
@Command(
        name = "java -jar camel-sms-simulator-VERSION-standalone.jar",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Plays 2FA.link, 2Chat, Transmit SMS and TeleSign on one port. No SMS leaves this machine.")
public final class SimulatorMain implements Callable<Integer> {

    @Mixin
    private SimulatorOptions options = new SimulatorOptions();

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this and ends.")
    @SuppressWarnings("unused")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    private static final long LONGEST_END_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    SimulatorMain() {}

    public static void main(String[] arguments) {
        int exitCode = commandLine(new SimulatorMain()).execute(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static CommandLine commandLine(SimulatorMain main) {
        return new CommandLine(main).setParameterExceptionHandler((wrong, arguments) -> {
            PrintWriter err = wrong.getCommandLine().getErr();
            err.println(wrong.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
            err.println("--help shows the options.");
            err.flush();
            return CommandLine.ExitCode.USAGE;
        });
    }

    /** Lets {@link #call} return. */
    void end() {
        ended.countDown();
    }

    /** The JVM ends: it waits until the simulator is closed, so that a store is written. */
    private void endOfJvm() {
        end();
        try {
            closed.await(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        try (SmsSimulator simulator = options.start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::endOfJvm, "sms-simulator-end"));
            describe(simulator, line.getOut());
            warning(options.host, simulator.inboxUser().isPresent()).ifPresent(line.getErr()::println);
            line.getErr().flush();
            ended.await();
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
        } catch (FatalStartupException noPort) {
            line.getErr().println("Cannot listen on " + options.host + " port " + options.port + ": " + reason(noPort));
            line.getErr().flush();
            return 1;
        } catch (UncheckedIOException noStore) {
            line.getErr().println("--store " + options.store + ": " + noStore.getMessage());
            line.getErr().flush();
            return 1;
        } finally {
            closed.countDown();
        }
    }

    private void describe(SmsSimulator simulator, PrintWriter out) {
        out.println("SMS simulator. "
                + (options.store == null
                        ? "Messages stay in memory"
                        : "Messages are kept in memory and in " + options.store)
                + "; the keys are simulated ones.");
        out.println();
        for (String provider : simulator.providers()) {
            String keys =
                    options.credentials.containsKey(provider) ? "keys as given" : keys(simulator.credentials(provider));
            out.println(String.format(Locale.ROOT, "%-12s %s", provider, simulator.baseUrl(provider)));
            out.println(String.format(Locale.ROOT, "%-12s %s", "", keys));
        }
        out.println();
        out.println(String.format(Locale.ROOT, "%-12s %s", "inbox", simulator.inboxUrl()));
        if (options.user == null) {
            simulator
                    .inboxUser()
                    .ifPresent(made -> out.println(String.format(Locale.ROOT, "%-12s user:password %s", "", made)));
        }
        out.println();
        ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis() / 1000.0)
                .ifPresent(seconds -> out.println(String.format(Locale.ROOT, "Started in %.1f s", seconds)));
        out.println("Ready on port " + simulator.port());
        out.flush();
    }

    private static String keys(Credentials keys) {
        if (keys.customerId() != null) {
            return "customer id " + keys.customerId() + ", API key " + keys.apiKey();
        }
        return keys.secretKey() == null
                ? "API key " + keys.apiKey()
                : "API key " + keys.apiKey() + ", secret " + keys.secretKey();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    static Optional<String> warning(String host, boolean password) {
        return isLoopback(host)
                ? Optional.empty()
                : Optional.of("Warning: " + host + " is not the loopback address. Whoever reaches it can "
                        + (password ? "send messages." : "read and send messages."));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}

package io.github.camelsms.test;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.simulator.SmsSimulatorBuilder;
import io.github.camelsms.simulator.WhenSent;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An {@link SmsSimulator} for JUnit 5 that starts and ends with the tests, on a free port.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SmsSimulatorExtension sms = new SmsSimulatorExtension();
 *
 * @Test
 * void stopsAfterStop() {
 *     sms.whenSentTo("+447700900123").deliver().thenReply("STOP");
 *     ...
 *     assertThat(sms.awaitMessages(1)).extracting(SimulatedMessage::text).containsExactly("Hello");
 * }
 * }</pre>
 *
 * <p>In a static field, or by {@code @ExtendWith} on a class, there is one simulator for the class and its nested ones; it
 * is reset before a test that runs while no other does, so tests that run at the same time had better use numbers of
 * their own. In an instance field there is one for each test, and nothing is shared.
 *
 * <p>A test method may take the simulator as a parameter. It starts when it is first asked for, before the tests if need
 * be: a Camel context that is made before the fields' extensions begin may ask for {@link #properties}. Thread-safe.
 */
public final class SmsSimulatorExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final Supplier<SmsSimulator> starter;
    private @Nullable SmsSimulator simulator;
    private int lives;
    private int running;

    /** A simulator with the defaults. */
    public SmsSimulatorExtension() {
        this(SmsSimulator.builder());
    }

    /** A simulator with these options. */
    public SmsSimulatorExtension(SmsSimulatorBuilder options) {
        starter = options::start;
    }

    /** The simulator itself. */
    public synchronized SmsSimulator simulator() {
        if (simulator == null) {
            simulator = starter.get();
        }
        return simulator;
    }

    /** @see SmsSimulator#configure(CamelContext) */
    public <C extends CamelContext> C configure(C context) {
        return simulator().configure(context);
    }

    /** @see SmsSimulator#configure(CamelContext, String) */
    public <C extends CamelContext> C configure(C context, String provider) {
        return simulator().configure(context, provider);
    }

    /** @see SmsSimulator#properties() */
    public Properties properties() {
        return simulator().properties();
    }

    /** @see SmsSimulator#properties(String) */
    public Properties properties(String provider) {
        return simulator().properties(provider);
    }

    /** @see SmsSimulator#properties(String, String) */
    public Properties properties(String provider, String account) {
        return simulator().properties(provider, account);
    }

    /** @see SmsSimulator#baseUrl */
    public URI baseUrl(String provider) {
        return simulator().baseUrl(provider);
    }

    /** @see SmsSimulator#credentials */
    public Credentials credentials(String provider) {
        return simulator().credentials(provider);
    }

    /** @see SmsSimulator#whenSentTo */
    public WhenSent whenSentTo(String number) {
        return simulator().whenSentTo(number);
    }

    /** @see SmsSimulator#whenSent() */
    public WhenSent whenSent() {
        return simulator().whenSent();
    }

    /** @see SmsSimulator#whenSent(Predicate) */
    public WhenSent whenSent(Predicate<SimulatedMessage> condition) {
        return simulator().whenSent(condition);
    }

    /** @see SmsSimulator#webhook */
    public SmsSimulator webhook(String provider, URI url) {
        return simulator().webhook(provider, url);
    }

    /** @see SmsSimulator#replyWebhook */
    public SmsSimulator replyWebhook(String provider, URI url) {
        return simulator().replyWebhook(provider, url);
    }

    /** @see SmsSimulator#messages() */
    public List<SimulatedMessage> messages() {
        return simulator().messages();
    }

    /** @see SmsSimulator#awaitMessages(int) */
    public List<SimulatedMessage> awaitMessages(int count) {
        return simulator().awaitMessages(count);
    }

    /** @see SmsSimulator#awaitReceipts() */
    public List<CallbackAttempt> awaitReceipts() {
        return simulator().awaitReceipts();
    }

    /** @see SmsSimulator#requests() */
    public List<ReceivedRequest> requests() {
        return simulator().requests();
    }

    /** @see SmsSimulator#wireMock */
    public WireMockServer wireMock() {
        return simulator().wireMock();
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        lives++;
        simulator();
    }

    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        if (lives > 0 && running == 0) {
            simulator().reset();
        }
        simulator();
        lives++;
        running++;
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        running--;
        end();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        end();
    }

    private void end() {
        if (--lives == 0 && simulator != null) {
            simulator.close();
            simulator = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SmsSimulator.class;
    }

    @Override
    public SmsSimulator resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return simulator();
    }

    @Override
    public synchronized String toString() {
        return "SmsSimulatorExtension[" + simulator + "]";
    }
}

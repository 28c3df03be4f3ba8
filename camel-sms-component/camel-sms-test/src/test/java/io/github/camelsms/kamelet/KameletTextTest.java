package io.github.camelsms.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Free text in a parameter of a Kamelet: all of it arrives, or the route does not start. */
class KameletTextTest {

    private static final String CODE = "073415";

    @TempDir
    private Path folder;

    private final SmsSimulator simulator = SmsSimulator.builder()
            .credentials("2fa-link", Credentials.keyAndSecret("key1", "secret1"))
            .start();
    private final Main main = new Main();

    @BeforeEach
    void assumeKamelets() {
        assumeThat(main.getClass().getClassLoader().getResource("META-INF/services/org/apache/camel/component/kamelet"))
                .as("camel-kamelet on the class path, which there is not for every version of Camel")
                .isNotNull();
    }

    @AfterEach
    void stop() {
        main.stop();
        simulator.close();
    }

    private static final List<String> WHOLE = List.of(
            "1 + 1 is ${variable.code}",
            "100% sure: ${variable.code}",
            "100%25 %41 ${variable.code}",
            "say \"x\", it's ${variable.code}",
            "q? a=b #c; ${variable.code}",
            "Grüße, 你好 \uD83D\uDE00 ${variable.code}",
            "%zz #{x} #bean:x ${variable.code}",
            "[a, b] <c> {d} ${variable.code}",
            " a  b   ${variable.code}");

    private static final List<String> TAKEN_APART = List.of(
            "Müller & Söhne: your code is ${variable.code}",
            "A&B ${variable.code}",
            "x&y=${variable.code}",
            "${variable.code} &amp; more",
            "{{nope}} ${variable.code}",
            "x&text=y ${variable.code}",
            "}} ${variable.code}",
            "x&from=ACME${variable.code}",
            "x &to=+447700900999 ${variable.code}",
            "&${variable.code}&");

    /** Neither a RAW(...) around the value, nor a value without one. */
    private static final List<String> BEGUN_RAW =
            List.of("RAW(a) ${variable.code}", "RAW(a&text=b) ${variable.code}", "RAW(a) or RAW(b) ${variable.code}.");

    /** What the parser of a query decodes. */
    private static final Pattern DECODED = Pattern.compile("\\+|%[0-9A-Fa-f]{2}");

    static Stream<Arguments> whole() {
        return WHOLE.stream().flatMap(KameletTextTest::everyWay);
    }

    static Stream<Arguments> takenApart() {
        return TAKEN_APART.stream().flatMap(KameletTextTest::everyWay);
    }

    private static Stream<Arguments> everyWay(String text) {
        return Stream.of("yaml", "yaml with placeholder", "xml", "xml with placeholder")
                .map(way -> Arguments.of(way, text));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("whole")
    void theWholeTextArrives(String way, String text) throws Exception {
        assumeThat(new DefaultCamelContext().getVersion().startsWith("4.14.")
                        && DECODED.matcher(text).find())
                .as("Camel 4.14 decodes a plus sign and escapes in a parameter of a Kamelet before the Kamelet sees it")
                .isFalse();
        send(way, text);

        assertThat(simulator.messages())
                .singleElement()
                .returns(text.replace("${variable.code}", CODE), SimulatedMessage::text);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("takenApart")
    void aTextThatCamelTakesApartDoesNotStart(String way, String text) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> send(way, text)))
                .isNotNull();
        assertThat(simulator.messages()).isEmpty();
    }

    static Stream<Arguments> begunRaw() {
        return BEGUN_RAW.stream()
                .flatMap(text -> Stream.of("yaml", "yaml with placeholder").map(way -> Arguments.of(way, text)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("begunRaw")
    void aTextThatOnlyBeginsAsRawDoesNotStart(String way, String text) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> send(way, text)))
                .hasStackTraceContaining("RAW(...) around the whole value");
        assertThat(simulator.messages()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyWayRaw")
    void rawTextArrivesWithItsAmpersand(String way) throws Exception {
        String sign = way.equals("xml") ? "&" : " & "; // in an attribute Camel takes white space behind & for layout
        send(way, "RAW(Müller" + sign + "Söhne: 1 + 1 = ${variable.code}%)");

        assertThat(simulator.messages())
                .singleElement()
                .returns("Müller" + sign + "Söhne: 1 + 1 = 073415%", SimulatedMessage::text);
    }

    static Stream<String> everyWayRaw() {
        return Stream.of("yaml", "yaml with placeholder", "xml", "xml with placeholder");
    }

    @Test
    void aTextAmongThePropertiesOfTheKameletKeepsLineBreaks() throws Exception {
        main.addProperty("camel.kamelet.sms-otp-sink.text", "Müller & Söhne\nYour code: ${variable.code}");
        run("routes.yaml", """
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-otp-sink?account=one&to=+447700900123
                """);

        assertThat(simulator.messages())
                .singleElement()
                .returns("Müller & Söhne\nYour code: 073415", SimulatedMessage::text);
    }

    /** Camel takes neither line breaks nor anything else of a file for layout. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("everyWayRaw")
    void aTextInAFileArrivesAsItIs(String way) throws Exception {
        Path file = folder.resolve("otp.txt");
        String text = " Müller & Söhne: 100%41 + 1\n\n\"${variable.code}\"  https://x.example/r?id=1&from=sms&to=1 ";
        Files.writeString(file, text);
        send(way, "resource:file:" + file);

        assertThat(simulator.messages())
                .singleElement()
                .returns(text.replace("${variable.code}", CODE), SimulatedMessage::text)
                .returns(null, SimulatedMessage::from);
    }

    @Test
    void aLineBreakMayBeWrittenAsSimpleWritesIt() throws Exception {
        send("yaml", "Your code:\\n${variable.code}");

        assertThat(simulator.messages()).singleElement().returns("Your code:\n073415", SimulatedMessage::text);
    }

    @Test
    void aSenderThatCamelTakesApartDoesNotStart() {
        for (String kamelet : List.of("sms-otp-sink", "sms-send-sink")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> run("routes.yaml", """
                                - route:
                                    from:
                                      uri: direct:in
                                      steps:
                                        - to:
                                            uri: kamelet:%s
                                            parameters:
                                              account: one
                                              from: "A&B"
                                              to: "+447700900123"
                                """.formatted(kamelet))))
                    .hasStackTraceContaining("RAW(...)");
        }
        assertThat(simulator.messages()).isEmpty();
    }

    private void send(String way, String text) throws Exception {
        main.addProperty("otp.text", text);
        String value = way.endsWith("placeholder") ? "{{otp.text}}" : text;
        if (way.startsWith("yaml")) {
            run("routes.yaml", """
                    - route:
                        from:
                          uri: direct:in
                          steps:
                            - to:
                                uri: kamelet:sms-otp-sink
                                parameters:
                                  account: one
                                  text: "%s"
                                  to: "+447700900123"
                    """.formatted(value.replace("\\", "\\\\").replace("\"", "\\\"")));
        } else {
            String attribute =
                    value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
            run("routes.xml", """
                    <routes xmlns="http://camel.apache.org/schema/spring">
                      <route>
                        <from uri="direct:in"/>
                        <to uri="kamelet:sms-otp-sink?account=one&amp;to=+447700900123&amp;text=%s"/>
                      </route>
                    </routes>
                    """.formatted(attribute));
        }
    }

    private void run(String file, String routes) throws Exception {
        String account = "camel.component.sms.accounts[one].";
        main.setShutdownStrategy(new SimpleMainShutdownStrategy()); // no hook that keeps the JVM of the tests
        main.addProperty(account + "provider", "2fa-link");
        main.addProperty(account + "apiKey", "key1");
        main.addProperty(account + "secretKey", "secret1");
        main.addProperty(account + "baseUrl", simulator.baseUrl("2fa-link").toString());
        main.start();
        PluginHelper.getRoutesLoader(main.getCamelContext()).loadRoutes(ResourceHelper.fromString(file, routes));
        main.getCamelContext().createProducerTemplate().requestBody("direct:in", CODE);
    }
}

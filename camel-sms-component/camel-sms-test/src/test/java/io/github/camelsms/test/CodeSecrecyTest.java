package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.model.VerificationResult.State;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.spi.JdbcStateStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.MessageHistory;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BacklogTracer;
import org.apache.camel.spi.BacklogTracerEventMessage;
import org.apache.camel.support.MessageHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Looks for a code in everything that outlives its step: log, store, exchange, history, traces, JMX, metrics. */
@Timeout(120)
class CodeSecrecyTest {

    private static final String TO = "+447700900123";
    private static final String JMX_DISABLED = "org.apache.camel.jmx.disabled";
    private static final Pattern DIGITS = Pattern.compile("(?<![0-9])[0-9]{4,10}(?![0-9])");

    private final SmsSimulator simulator = SmsSimulator.start();
    private final JdbcDataSource database = new JdbcDataSource();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LogOfAllLevels log = new LogOfAllLevels();
    private DefaultCamelContext context;
    private String jmxDisabled;

    /** Every line of the component and of Camel, TRACE included. */
    private static final class LogOfAllLevels extends AppenderBase<ILoggingEvent> {

        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        private final List<Logger> loggers = List.of((Logger) LoggerFactory.getLogger("io.github.camelsms"), (Logger)
                LoggerFactory.getLogger("org.apache.camel"));
        private final List<Level> before = new ArrayList<>();
        private final List<String> lines = new CopyOnWriteArrayList<>();

        void open() {
            loggers.forEach(logger -> {
                before.add(logger.getLevel());
                logger.setLevel(Level.TRACE);
            });
            start();
            root.addAppender(this);
        }

        void close() {
            root.detachAppender(this);
            stop();
            for (int i = 0; i < loggers.size(); i++) {
                loggers.get(i).setLevel(before.get(i));
            }
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @BeforeEach
    void start() throws Exception {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jmxDisabled = System.setProperty(JMX_DISABLED, "false");
        context = simulator.configure(new DefaultCamelContext());
        context.getRegistry().bind("prometheus", MeterRegistry.class, metrics);
        context.setMessageHistory(true);
        context.setTracing(true);
        context.setBacklogTracing(true);
        SmsComponent component = context.getComponent("sms", SmsComponent.class);
        component.setStateStore(new JdbcStateStore(database));
        for (SmsAccount account : component.getAccounts().values()) {
            account.setMaxRequestsPerSecond(0);
            account.setCodeLength(10); // no other number is as long
        }
        component.getAccounts().get("2chat").setFrom("+14155550100");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(
                        defaultErrorHandler().logExhaustedMessageHistory(true).logExhaustedMessageBody(true));
                for (String account : simulator.providers()) {
                    from("direct:verify-" + account)
                            .to("sms:verify?account=" + account)
                            .id("verify-step-" + account)
                            .to("log:verified?showAll=true&showAllProperties=true")
                            .filter(header("fail").isNotNull())
                            .throwException(new IllegalStateException("a later step fails"));
                    from("direct:check-" + account)
                            .to("sms:check?account=" + account)
                            .id("check-step-" + account)
                            .to("log:checked?showAll=true&showAllProperties=true");
                }
            }
        });
        log.open();
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        log.close();
        simulator.close();
        if (jmxDisabled == null) {
            System.clearProperty(JMX_DISABLED);
        } else {
            System.setProperty(JMX_DISABLED, jmxDisabled);
        }
    }

    private Exchange call(String route, String body, Map<String, Object> headers) {
        return context.createFluentProducerTemplate()
                .to(route)
                .withBody(body)
                .withHeaders(headers)
                .request(Exchange.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2fa-link", "2chat", "transmitsms", "telesign"})
    void noCodeIsLeftAnywhere(String account) throws Exception {
        Exchange sent = call(
                "direct:verify-" + account, "{code} is your code for Acme", Map.of(SmsConstants.TO, TO, "fail", 1));
        List<SimulatedMessage> messages = simulator.messages(account);
        Matcher digits = DIGITS.matcher(messages.get(0).text());
        assertThat(digits.find()).isTrue();
        String code = digits.group();
        String wrong = (code.charAt(0) == '9' ? "8" : "9") + code.substring(1);
        assertThat(sent.getException()).hasMessage("a later step fails");
        assertAbsent("exchange of sms:verify", exchange(sent), code);
        assertAbsent("traces of sms:verify", traces("none"), code);
        assertThat(log.lines).anyMatch(line -> line.contains("Tracing") && line.contains("verify-step-" + account));
        assertEverywhereAbsent(code);

        context.getTracer().setEnabled(false); // it shows what a user typed before the step
        tracer().clear();
        for (String typed : List.of(wrong, code)) {
            Exchange checked = call(
                    "direct:check-" + account,
                    typed,
                    Map.of(SmsConstants.VERIFICATION_ID, sent.getMessage().getHeader(SmsConstants.VERIFICATION_ID)));
            assertThat(checked.getException()).isNull();
            assertThat(checked.getMessage().getBody(VerificationResult.class).state())
                    .isEqualTo(typed.equals(code) ? State.VALID : State.INVALID);
            assertAbsent("exchange of sms:check", exchange(checked), code);
            assertAbsent("exchange of sms:check", exchange(checked), typed);
        }
        assertAbsent("traces of sms:check", traces("check-step-" + account), code);
        assertEverywhereAbsent(code);
        assertEverywhereAbsent(wrong);
    }

    private BacklogTracer tracer() {
        return context.getCamelContextExtension().getContextPlugin(BacklogTracer.class);
    }

    private void assertEverywhereAbsent(String code) throws Exception {
        assertThat(log.lines).hasSizeGreaterThan(20);
        assertAbsent("log", String.join("\n", log.lines), code);
        assertAbsent("store", table(), code);
        assertAbsent("JMX", jmx(), code);
        assertThat(metrics.scrape()).contains("camel_sms_calls");
        assertAbsent("metrics", metrics.scrape(), code);
    }

    private static void assertAbsent(String where, String all, String code) {
        assertThat(all).as(where).isNotBlank();
        Matcher found =
                Pattern.compile("(?<![0-9A-Za-z])" + code + "(?![0-9A-Za-z])").matcher(all);
        assertThat(found.find() ? all.substring(Math.max(0, found.start() - 300), found.start()) : "")
                .as("what stands before the code in: " + where)
                .isEmpty();
    }

    /** Whatever a route can still see. */
    private static String exchange(Exchange exchange) {
        StringWriter all = new StringWriter();
        PrintWriter out = new PrintWriter(all);
        out.println(exchange.getMessage().getBody());
        out.println(exchange.getMessage().getBody(String.class)); // JSON
        out.println(exchange.getMessage().getHeaders());
        out.println(exchange.getAllProperties());
        out.println(exchange.getVariables());
        if (exchange.getProperty(SmsConstants.RAW_REPLY) instanceof HttpResponse reply) {
            out.println(reply.text());
        }
        if (exchange.getException() != null) {
            exchange.getException().printStackTrace(out);
        }
        List<?> history = exchange.getProperty(Exchange.MESSAGE_HISTORY, List.class);
        for (Object step : history == null ? List.of() : history) {
            out.println(step);
            Message message = ((MessageHistory) step).getMessage();
            out.println(message == null ? "" : MessageHelper.dumpAsXml(message));
        }
        return all.toString();
    }

    /** @param step what came before it is left out */
    private String traces(String step) {
        StringBuilder all = new StringBuilder("traces\n");
        for (BacklogTracerEventMessage event : tracer().dumpAllTracedMessages()) {
            if (step.equals("none") || (!event.isFirst() && !step.equals(event.getToNode()))) {
                all.append(event.toXml(0)).append('\n');
            }
        }
        assertThat(all).contains("log");
        return all.toString();
    }

    private String table() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM camel_sms_state")) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    Object cell = rows.getObject(i);
                    all.append(
                                    cell instanceof byte[] bytes
                                            ? new String(bytes, StandardCharsets.ISO_8859_1)
                                            : rows.getString(i))
                            .append('\n');
                }
            }
        }
        return all.toString();
    }

    private String jmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            all.append(name).append('\n');
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    Object value = server.getAttribute(name, attribute.getName());
                    all.append(attribute.getName()).append('=');
                    all.append(value instanceof Object[] several ? Arrays.deepToString(several) : value)
                            .append('\n');
                } catch (Exception unreadable) {
                    all.append(attribute.getName())
                            .append(": ")
                            .append(unreadable)
                            .append('\n');
                }
            }
        }
        assertThat(all).as("JMX").contains("type=components", "type=endpoints", "BacklogTracer");
        return all.toString();
    }
}

package io.github.camelsms.manual;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tables of the manual say of codes, states and statuses is what the component makes of them. */
class ProviderPagesTest {

    private static final List<String> PROVIDERS = List.of("2fa-link", "2chat", "transmitsms", "telesign");

    /** The reply to a query, with the state in its place. */
    private static final Map<String, String> QUERY_REPLIES = Map.of(
            "2fa-link", "{\"request_id\": \"m-1\", \"statuscode\": \"%s\"}",
            "transmitsms", "{\"stats\": {\"status\": \"%s\"}, \"error\": {\"code\": \"SUCCESS\"}}",
            "telesign", "{\"reference_id\": \"m-1\", \"status\": {\"code\": %s}}");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`(?: to `([^`]+)`)?");
    private static final Pattern BARE_CODE = Pattern.compile("[0-9]{3}");
    private static final Pattern HTTP_STATUS = Pattern.compile("[2-5](?:[0-9]{2}|xx)");
    private static final Pattern ONE_NAME = Pattern.compile("`(\\w+)`");

    private static SmsSimulator simulator;
    private static CamelContext context;

    @BeforeAll
    static void start() {
        simulator = SmsSimulator.start();
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stop() {
        context.stop();
        simulator.close();
    }

    @AfterEach
    void reset() {
        simulator.reset();
    }

    /** @param cells of a table's row, without white space around them */
    record Row(String provider, List<String> codes, List<String> cells) {
        @Override
        public String toString() {
            return provider + " " + cells;
        }
    }

    static Stream<Row> errors() {
        return rows("Errors").filter(row -> ONE_NAME.matcher(beforeLast(row)).matches());
    }

    static Stream<Row> states() {
        return rows("Asking and confirming", "Asking").filter(row -> QUERY_REPLIES.containsKey(row.provider()));
    }

    private static Stream<Row> rows(String... sections) {
        return PROVIDERS.stream().flatMap(provider -> {
            List<Row> rows = new ArrayList<>();
            String section = "";
            for (String line : Manual.page("docs/providers/" + provider + ".md").prose()) {
                section = line.startsWith("## ") ? line.substring(3) : section;
                if (line.startsWith("| ") && List.of(sections).contains(section)) {
                    List<String> cells = Stream.of(line.substring(2).split("\\|"))
                            .map(String::strip)
                            .toList();
                    List<String> codes = codes(provider, cells.get(0));
                    if (!codes.isEmpty()) {
                        rows.add(new Row(provider, codes, cells));
                    }
                }
            }
            return rows.stream();
        });
    }

    /** The codes of a cell such as {@code `-10009`, `-30004` to `-30006`}; 2Chat has HTTP statuses without back-ticks. */
    private static List<String> codes(String provider, String cell) {
        List<String> codes = new ArrayList<>();
        String bareCell = cell.replaceAll("\\([^)]*\\)", "").strip();
        if (provider.equals("2chat")) {
            Matcher bare = BARE_CODE.matcher(bareCell.matches("[0-9, ]+") ? bareCell : "");
            while (bare.find()) {
                codes.add(bare.group());
            }
            return codes;
        }
        Matcher matcher = CODE.matcher(bareCell);
        while (matcher.find()) {
            codes.add(matcher.group(1));
            if (matcher.group(2) != null) {
                int first = Integer.parseInt(matcher.group(1));
                int last = Integer.parseInt(matcher.group(2));
                int step = Integer.signum(last - first);
                IntStream.rangeClosed(1, Math.abs(last - first))
                        .forEach(i -> codes.add(String.valueOf(first + i * step)));
            }
        }
        return codes;
    }

    private static String beforeLast(Row row) {
        return row.cells().get(row.cells().size() - 2);
    }

    private static String last(Row row) {
        return row.cells().get(row.cells().size() - 1);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aRefusalIsOfTheTypeThatThePageSays(Row row) {
        for (String code : row.codes()) {
            simulator.refuse(Snippets.NUMBER, code);

            assertThatPageIsRight(row, code);
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void aStateIsWhatThePageSays(Row row) {
        for (String state : row.codes()) {
            if (state.equals("NOT_FOUND")) {
                continue; // an error that reads as a state
            }
            simulator
                    .wireMock()
                    .stubFor(any(anyUrl())
                            .willReturn(okJson(QUERY_REPLIES.get(row.provider()).formatted(state))));

            Exchange answer = call(row.provider(), "query", "CamelSmsMessageId", "m-1");

            assertThat(answer.getException()).isNull();
            assertThat("`" + answer.getMessage().getHeader("CamelSmsStatus") + "`")
                    .as(state)
                    .isEqualTo(beforeLast(row));
            assertThat(answer.getMessage().getHeader("CamelSmsStatusFinal", Boolean.class))
                    .as(state)
                    .isEqualTo(last(row).equals("yes"));
        }
    }

    static Stream<Row> statuses() {
        return Manual.page("docs/errors.md").prose().stream()
                .filter(line -> line.matches("\\| (any other )?HTTP [2-5].*"))
                .map(line -> Stream.of(line.substring(2).split("\\|"))
                        .map(String::strip)
                        .toList())
                .map(cells -> new Row("2fa-link", httpStatuses(cells.get(0)), cells));
    }

    /** Those that a cell speaks of, such as {@code HTTP 401, 403}, or some of them, as with {@code HTTP 5xx}. */
    private static List<String> httpStatuses(String cell) {
        Matcher status = HTTP_STATUS.matcher(cell);
        List<String> statuses = new ArrayList<>();
        while (status.find()) {
            statuses.add(status.group().replace("xx", "17"));
        }
        return statuses;
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void aStatusWithoutACodeIsOfTheTypeThatTheTableSays(Row row) {
        assertThat(row.codes()).isNotEmpty();
        for (String status : row.codes()) {
            simulator.wireMock().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(Integer.parseInt(status))));

            assertThatPageIsRight(row, status);
        }
    }

    private static void assertThatPageIsRight(Row row, String code) {
        Exception failure =
                call(row.provider(), "send", "CamelSmsTo", Snippets.NUMBER).getException();

        assertThat(failure).as(code).isInstanceOf(SmsException.class);
        assertThat("`" + failure.getClass().getSimpleName() + "`").as(code).isEqualTo(beforeLast(row));
        assertThat("`" + ((SmsException) failure).errorClass() + "`").as(code).isEqualTo(last(row));
        String http = row.cells().get(1);
        if (row.provider().equals("transmitsms") && http.matches("[0-9]{3}")) {
            assertThat(((SmsException) failure).httpStatus()).as(code).contains(Integer.parseInt(http));
        }
    }

    @Test
    void theTablesAreRead() {
        assertThat(statuses()).hasSize(8);
        assertThat(errors().mapToInt(row -> row.codes().size()).sum()).isGreaterThan(70);
        assertThat(states().mapToInt(row -> row.codes().size()).sum()).isGreaterThan(50);
    }

    private static Exchange call(String provider, String operation, String header, String value) {
        SmsConfiguration account = new SmsConfiguration();
        Credentials credentials = simulator.credentials(provider);
        account.setProvider(provider);
        account.setMaxRequestsPerSecond(0);
        account.setBaseUrl(simulator.baseUrl(provider).toString());
        account.setApiKey(credentials.apiKey());
        account.setSecretKey(credentials.secretKey());
        account.setCustomerId(credentials.customerId());
        context.getComponent("sms", SmsComponent.class).getAccounts().put(provider, account);
        String from =
                operation.equals("send") ? "&from=" + (provider.equals("2chat") ? "447700900900" : "ExampleCo") : "";
        return context.createProducerTemplate()
                .request("sms:" + operation + "?account=" + provider + from, exchange -> {
                    exchange.getMessage().setBody("Code: $$CODE$$");
                    exchange.getMessage().setHeader(header, value);
                    if (operation.equals("query") && provider.equals("transmitsms")) {
                        exchange.getMessage().setHeader("CamelSmsTo", Snippets.NUMBER);
                    }
                });
    }
}

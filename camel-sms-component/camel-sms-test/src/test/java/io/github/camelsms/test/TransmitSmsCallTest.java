package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sms:call} of Transmit SMS over a socket: methods and parameters, both formats, pages, failures. */
class TransmitSmsCallTest {

    private static final String OK = "{\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}}";

    private static WireMockServer gateway;
    private static DefaultCamelContext context;

    @BeforeAll
    static void start() {
        gateway = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        gateway.start();
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stop() throws Exception {
        context.close();
        gateway.stop();
    }

    @BeforeEach
    void forget() {
        gateway.resetAll();
    }

    private static String uri(String options) {
        return "sms:call?provider=transmitsms&apiKey=key&secretKey=secret&maxRequestsPerSecond=0&baseUrl="
                + gateway.baseUrl() + options;
    }

    private static Exchange call(String options, Object body) {
        return context.createFluentProducerTemplate()
                .to(uri(options))
                .withBody(body)
                .request(Exchange.class);
    }

    private static void answers(String body) {
        gateway.stubFor(any(anyUrl()).willReturn(aResponse().withBody(body)));
    }

    private static byte[] fixture(String file) {
        return Fixture.all(TransmitSmsCallTest.class.getClassLoader(), "transmitsms").stream()
                .filter(fixture -> fixture.file().equals(file))
                .findFirst()
                .orElseThrow()
                .body();
    }

    @Test
    void callsTheMethodWithItsParameters() {
        gateway.stubFor(post("/add-to-list.json").willReturn(aResponse().withBody(fixture("add-to-list.json"))));

        Exchange exchange = context.createFluentProducerTemplate()
                .to(uri("&param.countrycode=au"))
                .withBody(Map.of("list_id", 4213644, "first_name", "body"))
                .withHeader(SmsConstants.METHOD, "add-to-list")
                .withHeader(SmsConstants.PARAMS, Map.of("msisdn", "61491570156", "first_name", "Zoë & co"))
                .request(Exchange.class);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("list_id", 4213644)
                .containsEntry("msisdn", 61491570156L);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(SmsConstants.PROVIDER, "transmitsms")
                .containsEntry(SmsConstants.PROVIDER_CODE, "SUCCESS")
                .doesNotContainKey(SmsConstants.STATUS);
        gateway.verify(
                1,
                postRequestedFor(urlEqualTo("/add-to-list.json"))
                        .withBasicAuth(new com.github.tomakehurst.wiremock.client.BasicCredentials("key", "secret")));
        assertThat(gateway.getAllServeEvents().get(0).getRequest().getBodyAsString())
                .isEqualTo("countrycode=au&first_name=Zo%C3%AB+%26+co&list_id=4213644&msisdn=61491570156");
    }

    @Test
    void writesTimesAndListsAsTheProviderReadsThem() {
        answers(OK);

        Map<String, Object> params = new HashMap<>();
        params.put("message", "Hi");
        params.put("to", List.of("61491570156", "61491570157"));
        params.put("send_at", Instant.parse("2030-01-02T03:04:05Z"));
        params.put("from", null);
        Exchange exchange = call("&method=send-sms", params);

        assertThat(exchange.getException()).isNull();
        assertThat(gateway.getAllServeEvents().get(0).getRequest().getBodyAsString())
                .isEqualTo("message=Hi&send_at=2030-01-02+03%3A04%3A05&to=61491570156%2C61491570157");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get-listz | list_id | the method is not known; accepted: [add-client",
                "get-list | id | method get-list does not know 1 of the parameters; accepted: [list_id, max, members, page",
                "get-list | page | needs the parameters [list_id]",
                "add-field-to-list | list_id | needs the parameters [field_n]",
                "send-sms | message | needs exactly one of the parameters [list_id, to]",
                "get-sms-responses | start | needs exactly one of the parameters",
                "add-card | name | takes card data and is not offered",
                "get-balance&paging=true | | has no pages",
                "../lists | | is not known",
            })
    void refusesWhatIsNotDocumented(String method, String param, String message) {
        Exchange exchange = call("&method=" + method, param == null ? null : Map.of(param, "1"));

        assertThat(exchange.getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining(message);
        gateway.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void refusesACallWithoutMethod() {
        assertThat(call("", null).getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("CamelSmsMethod")
                .hasMessageContaining("method");
    }

    @ParameterizedTest
    @ValueSource(strings = {"field_1", "field_10"})
    void takesEachOfTheTenFields(String field) {
        answers(OK);

        assertThat(call("&method=add-list", Map.of("name", "Gym", field, "Colour"))
                        .getException())
                .isNull();
    }

    @Test
    void letsAnythingThroughWhenAskedTo() {
        answers(OK);

        Exchange exchange = call("&method=new-method&strict=false", Map.of("anything", "goes"));

        assertThat(exchange.getException()).isNull();
        gateway.verify(1, postRequestedFor(urlEqualTo("/new-method.json")));
        assertThat(call("&method=add-card&strict=false", null).getException()).isInstanceOf(SmsRefusedException.class);
        assertThat(call("&method=..%2Fadmin&strict=false", null).getException())
                .isInstanceOf(SmsRefusedException.class);
        gateway.verify(1, anyRequestedFor(anyUrl()));
    }

    static Stream<String> pairs() {
        List<Fixture> all = Fixture.all(TransmitSmsCallTest.class.getClassLoader(), "transmitsms");
        List<String> files = all.stream().map(Fixture::file).toList();
        return all.stream()
                .filter(fixture -> fixture.kind().equals("response") && fixture.httpStatus() == 200)
                .map(Fixture::file)
                .filter(file -> file.endsWith(".xml") && !file.startsWith("error-"))
                .map(file -> file.substring(0, file.length() - 4))
                .filter(name -> files.contains(name + ".json"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void bothFormatsGiveTheSameMap(String name) {
        gateway.stubFor(post("/any-method.json").willReturn(aResponse().withBody(fixture(name + ".json"))));
        gateway.stubFor(post("/any-method.xml").willReturn(aResponse().withBody(fixture(name + ".xml"))));

        Object json = call("&method=any-method&strict=false", null).getMessage().getBody();
        Object xml = call("&method=any-method&strict=false&format=xml", null)
                .getMessage()
                .getBody();

        assertThat(xml).isInstanceOf(Map.class).isEqualTo(withoutEmptyTexts(json));
    }

    /** XML writes an empty text as it writes null. */
    private static Object withoutEmptyTexts(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> changed = new LinkedHashMap<>();
            map.forEach((name, member) -> changed.put(name, withoutEmptyTexts(member)));
            return changed;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TransmitSmsCallTest::withoutEmptyTexts).collect(Collectors.toList());
        }
        return "".equals(value) ? null : value;
    }

    @Test
    void xmlCarriesEveryOperation() {
        gateway.stubFor(post("/send-sms.xml").willReturn(aResponse().withBody(fixture("send-accepted.xml"))));
        gateway.stubFor(post("/get-sms-delivery-status.xml")
                .willReturn(aResponse().withBody(fixture("get-sms-delivery-status-delivered.xml"))));
        String options = "provider=transmitsms&apiKey=key&secretKey=secret&format=xml&maxRequestsPerSecond=0&baseUrl="
                + gateway.baseUrl();

        Exchange sent = context.createFluentProducerTemplate()
                .to("sms:send?" + options)
                .withBody("Hello")
                .withHeader(SmsConstants.TO, "+61491570156")
                .request(Exchange.class);
        Exchange queried = context.createFluentProducerTemplate()
                .to("sms:query?" + options)
                .withHeader(SmsConstants.MESSAGE_ID, sent.getMessage().getHeader(SmsConstants.MESSAGE_ID))
                .withHeader(SmsConstants.TO, "+61491570156")
                .request(Exchange.class);

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isEqualTo("331694668");
        assertThat(sent.getMessage().getHeader(SmsConstants.PRICE)).hasToString("0.087");
        assertThat(queried.getMessage().getHeader(SmsConstants.STATUS)).isEqualTo("DELIVERED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE response [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><response><a>&x;</a></response>",
                "<!DOCTYPE response [<!ENTITY x 'y'>]><response><a>&x;</a></response>",
                "<!DOCTYPE response SYSTEM 'http://127.0.0.1:1/x.dtd'><response><error><code>SUCCESS</code></error></response>",
                "<response><error><code>SUCCESS</code></error>",
                "<html><error><code>SUCCESS</code></error></html>",
                "<response>text</response>",
            })
    void unsafeOrOtherXmlIsUnreadable(String body) {
        answers(body);

        assertThat(call("&method=get-balance&format=xml", null).getException())
                .isInstanceOfSatisfying(
                        SmsException.class,
                        failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.UNKNOWN));
    }

    @Test
    void givesTheReplyAsItCame() {
        String xml = new String(fixture("get-balance.xml"), StandardCharsets.UTF_8);
        answers(xml);

        assertThat(call("&method=get-balance&format=xml&rawReply=true", null)
                        .getMessage()
                        .getBody())
                .isEqualTo(xml);
    }

    @Test
    void anErrorIsAnExceptionWithItsCode() {
        gateway.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(400).withBody(fixture("error-key-exists.json"))));

        assertThat(call("&method=add-list", Map.of("name", "Gym")).getException())
                .isInstanceOfSatisfying(SmsRefusedException.class, refused -> {
                    assertThat(refused.providerCode()).contains("KEY_EXISTS");
                    assertThat(refused.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
                });
    }

    @ParameterizedTest
    @CsvSource({"send-sms,message,to", "lease-number,number,", "add-list,name,"})
    void aWriteWithoutReplyIsUnknownAndCalledOnce(String method, String first, String second) {
        gateway.stubFor(
                any(anyUrl()).willReturn(aResponse().withFixedDelay(3_000).withBody(OK)));
        Map<String, Object> params = new HashMap<>(Map.of(first, "1"));
        if (second != null) {
            params.put(second, "61491570156");
        }

        assertThat(call("&responseTimeout=200&method=" + method, params).getException())
                .isInstanceOf(SmsOutcomeUnknownException.class);
        gateway.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void aReadWithoutReplyMayBeRepeated() {
        gateway.stubFor(
                any(anyUrl()).willReturn(aResponse().withFixedDelay(3_000).withBody(OK)));

        assertThat(call("&responseTimeout=200&method=get-lists", null).getException())
                .isInstanceOf(SmsRetryableException.class);
    }

    /** @param count of pages, as this one says */
    private static void stubPage(int number, int count, int... rows) {
        String members =
                IntStream.of(rows).mapToObj(row -> "{\"msisdn\":" + row + "}").collect(Collectors.joining(","));
        gateway.stubFor(post("/get-list.json")
                .withRequestBody(containing("max=100&page=" + number))
                .willReturn(aResponse()
                        .withBody("{\"page\":{\"count\":" + count + ",\"number\":" + number + "},\"members\":["
                                + members + "],\"error\":{\"code\":\"SUCCESS\"}}")));
    }

    private static List<Object> rows(Exchange exchange) {
        List<Object> rows = new ArrayList<>();
        Iterator<?> given = exchange.getMessage().getBody(Iterator.class);
        given.forEachRemaining(row -> rows.add(((Map<?, ?>) row).get("msisdn")));
        return rows;
    }

    @Test
    void followsThePages() {
        stubPage(1, 3, 1, 2);
        stubPage(2, 3, 3, 4);
        stubPage(3, 3, 5);

        Exchange exchange = call("&method=get-list&paging=true", Map.of("list_id", 7));

        gateway.verify(1, anyRequestedFor(anyUrl())); // the rest when the rows are used
        assertThat(rows(exchange)).containsExactly(1, 2, 3, 4, 5);
        gateway.verify(3, anyRequestedFor(anyUrl()));
    }

    @Test
    void followsPagesThatGetMoreAndStopsWhereTheyGetFewer() {
        stubPage(1, 1 + 1, 1);
        stubPage(2, 4, 2);
        stubPage(3, 4, 3);
        stubPage(4, 3, 4);

        assertThat(rows(call("&method=get-list&paging=true", Map.of("list_id", 7))))
                .containsExactly(1, 2, 3, 4);
        gateway.verify(4, anyRequestedFor(anyUrl()));
    }

    @Test
    void stopsOnAnEmptyPage() {
        stubPage(1, 9, 1);
        stubPage(2, 9);

        assertThat(rows(call("&method=get-list&paging=true", Map.of("list_id", 7))))
                .containsExactly(1);
        gateway.verify(2, anyRequestedFor(anyUrl()));
    }

    @Test
    void goesOnFromAPageAndTriesOneAgainThatFailed() {
        stubPage(2, 3, 3);
        stubPage(3, 3, 5);

        Exchange exchange = call("&method=get-list&paging=true", Map.of("list_id", 7, "page", 2));
        Map<?, ?> next = exchange.getProperty(SmsConstants.NEXT_PAGE, Map.class);

        assertThat(next.get("page")).isEqualTo(3);
        assertThat(rows(exchange)).containsExactly(3, 5);
        assertThat(exchange.getProperty(SmsConstants.NEXT_PAGE)).isNull();
        assertThat(rows(call("&method=get-list&paging=true", next))).containsExactly(5);
    }

    @Test
    void aMissingArrayIsAnEmptyPage() {
        answers(new String(fixture("get-user-sms-responses-no-array.json"), StandardCharsets.UTF_8));

        assertThat(rows(call("&method=get-user-sms-responses&paging=true", null)))
                .isEmpty();
    }

    @Test
    void splitsAHundredThousandRows() throws Exception {
        gateway.stop();
        int pages = 1_000;
        String members = IntStream.range(0, 100)
                .mapToObj(row ->
                        "{\"msisdn\":6149157" + (1000 + row) + ",\"first_name\":\"Ada\",\"last_name\":\"Example\"}")
                .collect(Collectors.joining(","));
        WireMockServer large = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .disableRequestJournal());
        large.start();
        try {
            large.stubFor(any(anyUrl())
                    .willReturn(aResponse()
                            .withBody("{\"page\":{\"count\":" + pages + ",\"number\":1},\"members\":[" + members
                                    + "],\"error\":{\"code\":\"SUCCESS\"}}")));
            int[] seen = new int[1];
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:campaign")
                            .to(
                                    "sms:call?provider=transmitsms&apiKey=key&method=get-list&paging=true&maxRequestsPerSecond=0"
                                            + "&param.list_id=7&baseUrl=" + large.baseUrl())
                            .split(body())
                            .streaming()
                            .process(row -> seen[0]++);
                }
            });

            context.createProducerTemplate().sendBody("direct:campaign", null);

            assertThat(seen[0]).isEqualTo(100 * pages);
        } finally {
            large.stop();
            gateway.start();
        }
    }
}

package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Transmit SMS double remembers of an account: lists, numbers, keywords, clients, answers; sections 3, 6 and 7. */
class TransmitSmsAccountTest {

    private final MovableClock clock = new MovableClock();
    private final SmsSimulator simulator = SmsSimulator.builder().clock(clock).start();
    private final Wire wire = Wire.to(simulator.baseUrl("transmitsms"))
            .with("Content-Type", Wire.FORM)
            .with("Authorization", Wire.basic("0123456789abcdef0123456789abcdef", "s3cr3t-Example"));

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void listsKeepTheirMembers() {
        String list = list("Gym", "field_1=Email");
        call(
                "add-to-list",
                "list_id=" + list + "&msisdn=0491570156&countrycode=AU&first_name=Ada&field_1=a%40b.example");
        call("add-to-list", "list_id=" + list + "&msisdn=61491570157");
        call("edit-list-member", "list_id=" + list + "&msisdn=61491570156&last_name=Example");
        call("optout-list-member", "list_id=" + list + "&msisdn=61491570157");

        JsonNode contact = call("get-contact", "list_id=" + list + "&msisdn=61491570156");
        assertThat(contact.get("first_name").textValue()).isEqualTo("Ada");
        assertThat(contact.get("last_name").textValue()).isEqualTo("Example");
        assertThat(contact.at("/fields/Email").textValue()).isEqualTo("a@b.example");
        assertThat(members(list, "active")).containsExactly("61491570156");
        assertThat(members(list, "inactive")).containsExactly("61491570157");
        assertThat(members(list, "all")).containsExactly("61491570156", "61491570157");
        assertThat(members(list, "none")).isEmpty();
        JsonNode summary = call("get-lists", "").at("/lists/0");
        assertThat(summary.get("members_active").intValue()).isEqualTo(1);
        assertThat(summary.get("members_total").intValue()).isEqualTo(2);
        call("delete-from-list", "msisdn=61491570156&list_id=0");
        assertThat(members(list, "all")).containsExactly("61491570157");
        call("remove-list", "list_id=" + list);
        assertRefused("NOT_FOUND", "get-list", "list_id=" + list);
    }

    @Test
    void pagesThroughMembers() {
        String list = list("Big", "");
        IntStream.range(0, 25).forEach(n -> call("add-to-list", "list_id=" + list + "&msisdn=" + (61491570100L + n)));

        JsonNode first = call("get-list", "list_id=" + list);
        JsonNode last = call("get-list", "list_id=" + list + "&page=3&max=10");
        JsonNode behind = call("get-list", "list_id=" + list + "&page=4&max=10");

        assertThat(first.get("page")).isEqualTo(Wire.json("{\"count\":3,\"number\":1}"));
        assertThat(first.get("members")).hasSize(10);
        assertThat(last.at("/members/4/msisdn").longValue()).isEqualTo(61491570124L);
        assertThat(last.get("members")).hasSize(5);
        assertThat(behind.get("members")).isEmpty();
        assertThat(call("get-list", "list_id=" + list + "&max=100").get("members"))
                .hasSize(25);
        assertRefused("FIELD_INVALID", "get-list", "list_id=" + list + "&max=101");
        assertRefused("FIELD_INVALID", "get-list", "list_id=" + list + "&page=0");
    }

    @Test
    void sendsToTheActiveMembersOfAList() {
        String list = list("Gym", "field_1=Plan");
        assertRefused("LIST_EMPTY", "send-sms", "message=Hi&list_id=" + list);
        call("add-to-list", "list_id=" + list + "&msisdn=61491570156&first_name=Ada&field_1=Gold");
        call("add-to-list", "list_id=" + list + "&msisdn=61491570157");
        call("add-to-list", "list_id=" + list + "&msisdn=61491570158");
        call("optout-list-member", "list_id=" + list + "&msisdn=61491570158");

        JsonNode sent = call(
                "send-sms",
                "message=Hi%20%5Bfirstname%5D%2C%20%5BPlan%5D%20%5Btracked-link%5D&list_id=" + list
                        + "&tracked_link_url=https%3A%2F%2Fshop.example.com");

        assertThat(sent.get("recipients").intValue()).isEqualTo(2);
        assertThat(sent.get("list")).isEqualTo(Wire.json("{\"id\":" + list + ",\"name\":\"Gym\"}"));
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::to)
                .containsExactly("+61491570156", "+61491570157");
        assertThat(simulator.messages().get(0).text()).matches("Hi Ada, Gold https://link\\.example/[A-Z]{6}");
        assertThat(simulator.messages().get(1).text()).matches("Hi ,  https://link\\.example/[A-Z]{6}");
        String id = sent.get("message_id").asText();
        assertThat(call("get-sms-sent", "message_id=" + id)
                        .at("/recipients/0/first_name")
                        .textValue())
                .isEqualTo("Ada");
        assertThat(call("get-message-report", "type=campaign")
                        .get("messages_total")
                        .intValue())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIELD_EMPTY | add-list | field_1=x",
                "KEY_EXISTS | add-list | name=Gym",
                "FIELD_INVALID | get-lists | max=0",
                "FIELD_EMPTY | get-list | page=1",
                "FIELD_INVALID | get-list | list_id=gym",
                "NOT_FOUND | get-list | list_id=7",
                "FIELD_INVALID | get-list | list_id={list}&members=some",
                "NOT_FOUND | remove-list | list_id=7",
                "MISSING_PARAM | add-field-to-list | list_id={list}",
                "NOT_FOUND | add-field-to-list | list_id=7&field_1=x",
                "FIELD_EMPTY | add-to-list | list_id={list}",
                "BAD_MOBILE | add-to-list | list_id={list}&msisdn=0491",
                "BAD_MOBILE_COUNTRY | add-to-list | list_id={list}&msisdn=0491570156&countrycode=XX",
                "KEY_EXISTS | add-to-list | list_id={list}&msisdn=61491570156",
                "DUPLICATE_DELETED | add-to-list | list_id={list}&msisdn=61491570157",
                "OPTOUT | add-to-list | list_id={list}&msisdn=61491570158",
                "NOT_FOUND | get-contact | list_id={list}&msisdn=61491570159",
                "NOT_FOUND | edit-list-member | list_id={list}&msisdn=61491570159",
                "NOT_FOUND | delete-from-list | list_id={list}&msisdn=61491570159",
                "NOT_FOUND | optout-list-member | msisdn=61491570159",
                "FIELD_INVALID | add-contacts-bulk | file_url=https%3A%2F%2Ffiles.example.com%2Fa.csv",
                "FIELD_INVALID | add-contacts-bulk | list_id={list}&file_url=a.csv",
                "NOT_FOUND | add-contacts-bulk-progress | list_id=7",
                "FIELD_EMPTY | get-number | filter=owned",
                "NOT_FOUND | get-number | number=61491570999",
                "FIELD_INVALID | get-numbers | filter=mine",
                "KEY_EXISTS | lease-number | number=61491570110",
                "NOT_FOUND | lease-number | number=61491570999",
                "FIELD_INVALID | lease-number | forward_url=here",
                "NOT_FOUND | edit-number-options | number=61491570310",
                "FIELD_EMPTY | add-keyword | number=61491570110",
                "FIELD_INVALID | add-keyword | keyword=two%20words&number=61491570110",
                "NOT_FOUND | add-keyword | keyword=NEWS&number=61491570999",
                "NOT_FOUND | add-keyword | keyword=NEWS&number=61491570110&list_id=7",
                "NOT_FOUND | edit-keyword | keyword=NEWS&number=61491570110",
                "FIELD_INVALID | add-email | email=nobody",
                "FIELD_INVALID | add-email | email=a%40b.example&max_sms=5",
                "NOT_FOUND | delete-email | email=a%40b.example",
                "FIELD_EMPTY | add-client | name=x",
                "FIELD_INVALID | add-client | name=x&email=nobody&password=p&msisdn=61491570156",
                "FIELD_INVALID | add-client | name=x&email=a%40b.example&password=p&msisdn=61491570156&sms_margin=1e9",
                "NOT_FOUND | get-client | client_id=7",
                "NOT_FOUND | edit-client | client_id=7",
                "NOT_FOUND | get-transactions | client_id=7",
                "NOT_FOUND | get-transaction | id=7",
                "FIELD_EMPTY | get-sms-responses | page=1",
                "NOT_FOUND | get-sms-responses | message_id=7",
                "FIELD_EMPTY | get-user-sms-sent | start=2026-09-01",
                "FIELD_INVALID | get-user-sms-sent | start=2026-09-02&end=2026-09-01",
                "FIELD_INVALID | get-user-sms-sent | start=yesterday&end=2026-09-01",
                "FIELD_INVALID | get-sms-sent-count | start=2026-09-01",
                "FIELD_INVALID | get-message-report | start=2026-08-01",
                "FIELD_INVALID | get-user-sms-responses | start=2025-01-01",
                "BAD_MOBILE | get-contact-sms-stats | mobile=0491",
                "NOT_FOUND | get-message-log | message_id=7&mobile=61491570156",
                "NOT_FOUND | get-link-hits | message_id=7",
                "NOT_IMPLEMENTED | add-card | number=1",
                "NOT_IMPLEMENTED | add-credit | amount=1"
            })
    void refuses(String code, String method, String parameters) {
        String list = list("Gym", "");
        for (int last = 6; last <= 8; last++) {
            call("add-to-list", "list_id=" + list + "&msisdn=6149157015" + last);
        }
        call("delete-from-list", "list_id=" + list + "&msisdn=61491570157");
        call("optout-list-member", "list_id=" + list + "&msisdn=61491570158");

        assertRefused(code, method, parameters.replace("{list}", list));
    }

    @Test
    void leasesNumbers() {
        assertThat(call("get-numbers", "filter=available").get("numbers_total").intValue())
                .isEqualTo(10);

        JsonNode leased = call("lease-number", "number=61491570312");
        call("lease-number", "");

        assertThat(leased.get("status").textValue()).isEqualTo("active");
        assertThat(leased.get("next_charge").textValue()).isEqualTo("2026-10-15");
        assertThat(call("get-numbers", "filter=available").get("numbers_total").intValue())
                .isEqualTo(8);
        assertThat(texts(call("get-numbers", "filter=owned").get("numbers"), "number"))
                .containsExactly("61491570110", "61491570310", "61491570312");
        assertThat(call("get-balance", "").get("balance").decimalValue()).isEqualByComparingTo("966");
        assertRefused("KEY_EXISTS", "lease-number", "number=61491570312");
    }

    @Test
    void repliesGoToTheUrlOfTheNumber() {
        try (CallbackEndpoint endpoint = new CallbackEndpoint()) {
            call(
                    "lease-number",
                    "number=61491570312&forward_url="
                            + endpoint.url("/number")
                                    .toString()
                                    .replace(":", "%3A")
                                    .replace("/", "%2F"));
            simulator.replyWebhook("transmitsms", endpoint.url("/account"));
            call("send-sms", "message=Hi&to=61491570156&from=61491570312");
            call("send-sms", "message=Hi&to=61491570157");

            simulator.reply("+61491570156", "Thanks").await();
            simulator.reply("+61491570157", "Thanks").await();

            assertThat(endpoint.received()).extracting(ReceivedRequest::path).containsExactly("/number", "/account");
        }
    }

    @Test
    void keepsAnswers() {
        simulator.replyWebhook("transmitsms", CallbackEndpoint.nobody());
        String id = call("send-sms", "message=Hi&to=61491570156,61491570157")
                .get("message_id")
                .asText();

        simulator.reply("+61491570156", "Thanks");
        clock.move(Duration.ofMinutes(1));
        simulator.receive("transmitsms", "+61491570157", " stop ");
        simulator.receive("transmitsms", "+61491570158", "Who are you?");

        JsonNode toMessage = call("get-sms-responses", "message_id=" + id + "&include_original=1");
        assertThat(texts(toMessage.get("responses"), "response")).containsExactly("Thanks", " stop ");
        assertThat(toMessage.at("/responses/0/original_message").textValue()).isEqualTo("Hi");
        assertThat(toMessage.at("/responses/1/received_at").textValue()).isEqualTo("2026-09-15 10:31:00");
        JsonNode all = call("get-user-sms-responses", "");
        assertThat(texts(all.get("responses"), "msisdn")).containsExactly("61491570156", "61491570157", "61491570158");
        assertThat(all.at("/responses/2/message_id").intValue()).isZero();
        JsonNode counters = call("get-sms", "message_id=" + id).get("delivery_stats");
        assertThat(counters.get("responses").intValue()).isEqualTo(2);
        assertThat(counters.get("optouts").intValue()).isEqualTo(1);
        assertThat(texts(
                        call("get-sms-sent", "message_id=" + id + "&optouts=only")
                                .get("recipients"),
                        "msisdn"))
                .containsExactly("61491570157");
        assertThat(texts(
                        call("get-sms-sent", "message_id=" + id + "&optouts=omit")
                                .get("recipients"),
                        "msisdn"))
                .containsExactly("61491570156");
    }

    @Test
    void whoSaysStopGetsNoMore() {
        call("send-sms", "message=Hi&to=61491570156");
        simulator.receive("transmitsms", "+61491570156", "STOP");

        assertThat(call("send-sms", "message=Hi&to=61491570156,61491570157")
                        .get("recipients")
                        .intValue())
                .isEqualTo(1);
        Wire.Answer refused = wire.post("/send-sms.json", "message=Hi&to=61491570156");
        assertThat(refused.json().get("error")).isEqualTo(Wire.json("""
                        {"code":"RECIPIENTS_ERROR","description":{"fails":[],"optouts":["61491570156"]}}"""));
        simulator.reset();
        assertThat(call("send-sms", "message=Hi&to=61491570156")
                        .get("recipients")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void keywordsFillTheirList() {
        String list = list("Gym news", "");
        call("add-keyword", "keyword=news&number=61491570110&list_id=" + list);

        simulator.receive("transmitsms", "+61491570156", "News please");
        simulator.receive("transmitsms", "+61491570157", "Hello");

        assertThat(members(list, "all")).containsExactly("61491570156");
        assertThat(texts(call("get-sms-responses", "keyword=NEWS").get("responses"), "response"))
                .containsExactly("News please");
        assertThat(texts(call("get-user-sms-responses", "keywords=omit").get("responses"), "response"))
                .containsExactly("Hello");
        call("edit-keyword", "keyword=NEWS&number=61491570110&status=Closed");
        simulator.receive("transmitsms", "+61491570158", "NEWS");
        assertThat(call("get-sms-responses", "keyword=NEWS").get("total").intValue())
                .isEqualTo(1);
        assertRefused("KEY_EXISTS", "add-keyword", "keyword=NEWS&number=61491570110");
    }

    @Test
    void clientsHaveBalances() {
        JsonNode client = call(
                "add-client",
                "name=Repairs&email=ada%40example.com&password=p&msisdn=61491570156&sms_margin=3"
                        + "&fixed_top_up_amount=0.15&api_secret=s3cr3t");
        String id = client.get("id").asText();
        Wire their = wire.with("Authorization", Wire.basic(client.get("apikey").textValue(), "s3cr3t"));

        String message = their.post("/send-sms.json", "message=Hi&to=61491570157")
                .json()
                .get("message_id")
                .asText();
        Wire.Answer second = their.post("/send-sms.json", "message=Hi&to=61491570157");
        Wire.Answer third = their.post("/send-sms.json", "message=Hi&to=61491570157");

        assertThat(second.status()).isEqualTo(200);
        assertThat(third.json().at("/error/code").textValue()).isEqualTo("LEDGER_ERROR");
        assertThat(their.post("/get-balance.json", "x=").json().get("balance").decimalValue())
                .isEqualByComparingTo("-0.084");
        JsonNode transactions = call("get-transactions", "client_id=" + id);
        assertThat(texts(transactions.get("transactions"), "description"))
                .containsExactly("Message Send", "Message Send", "Credit Top Up");
        assertThat(transactions.at("/transactions/1/amount").decimalValue()).isEqualByComparingTo("-0.117");
        assertThat(transactions.at("/transactions/1/balance_standing").decimalValue())
                .isEqualByComparingTo("0.033");
        assertThat(transactions.at("/transactions/1/message_revenue").decimalValue())
                .isEqualByComparingTo("0.03");
        assertThat(transactions.at("/transactions/1/message_id").asText()).isEqualTo(message);
        JsonNode now = call("get-client", "client_id=" + id);
        assertThat(now.get("total_sms").intValue()).isEqualTo(2);
        assertThat(now.get("total_spend").decimalValue()).isEqualByComparingTo("0.234");
        assertThat(call("get-transactions", "client_id=" + id + "&start=2026-09-16")
                        .get("transactions_total")
                        .intValue())
                .isZero();
    }

    @Test
    void clientsSeeTheirOwnMessagesAlone() {
        JsonNode client = call("add-client", "name=Repairs&email=ada%40example.com&password=p&msisdn=61491570156");
        Wire their = wire.with("Authorization", Wire.basic(client.get("apikey").textValue(), ""));
        String ours =
                call("send-sms", "message=Hi&to=61491570157").get("message_id").asText();
        String theirs = their.post("/send-sms.json", "message=Hi&to=61491570157")
                .json()
                .get("message_id")
                .asText();

        assertThat(their.post("/get-sms.json", "message_id=" + theirs).status()).isEqualTo(200);
        assertThat(code(their.post("/get-sms.json", "message_id=" + ours))).isEqualTo("NO_ACCESS");
        assertThat(code(their.post("/cancel-sms.json", "id=" + ours))).isEqualTo("NO_ACCESS");
        assertThat(code(their.post("/get-clients.json", "page=1"))).isEqualTo("NO_ACCESS");
        assertThat(call("get-sms", "message_id=" + theirs).get("recipients").intValue())
                .isEqualTo(1);
        assertThat(code(wire.with(
                                "Authorization", Wire.basic(client.get("apikey").textValue(), "guess"))
                        .post("/get-balance.json", "x=")))
                .isEqualTo("AUTH_FAILED");
        call("edit-client", "client_id=" + client.get("id").asText() + "&api_secret=new&client_pays=false");
        assertThat(code(their.post("/get-balance.json", "x="))).isEqualTo("AUTH_FAILED");
    }

    @Test
    void reportsWhatHappened() {
        call("send-sms", "message=One&to=61491570156");
        clock.move(Duration.ofHours(2));
        call("send-sms", "message=Two&to=61491570156,61491570157&from=ACME");
        String scheduled = call("send-sms", "message=Later&to=61491570156&send_at=2026-09-16%2010:30:00")
                .get("message_id")
                .asText();

        assertThat(texts(call("get-message-report", "").get("messages"), "message"))
                .containsExactly("Two", "One");
        assertThat(texts(call("get-message-report", "number=ACME").get("messages"), "cost"))
                .containsExactly("-0.174");
        assertThat(call("get-sms-sent-count", "").get("count").intValue()).isEqualTo(3);
        assertThat(texts(
                        call("get-user-sms-sent", "start=2026-09-15&end=2026-09-15%2011:00:00")
                                .get("messages"),
                        "message"))
                .containsExactly("One");
        assertThat(texts(
                        call("get-user-sms-sent", "start=2026-09-15&end=2026-09-16&msisdn=61491570156")
                                .get("messages"),
                        "message"))
                .containsExactly("Two", "One");
        assertThat(texts(
                        call("get-contact-sms-stats", "mobile=0491570156&countrycode=AU&order=asc")
                                .get("records"),
                        "datetime_send"))
                .containsExactly("2026-09-15 10:30:00", "2026-09-15 12:30:00");
        call("cancel-sms", "id=" + scheduled);
        assertThat(call("get-message-report", "end=2026-09-17&start=2026-09-16")
                        .at("/messages/0/status")
                        .textValue())
                .isEqualTo("user cancelled");
    }

    @Test
    void sendsToFiveHundredAtOnce() {
        String recipients = String.join(
                ",",
                IntStream.range(0, 500).mapToObj(n -> "6149157" + (1000 + n)).toList());

        assertThat(call("send-sms", "message=Hi&to=" + recipients)
                        .get("recipients")
                        .intValue())
                .isEqualTo(500);
    }

    @Test
    void writesXmlThatCanBeRead() {
        String list = list("Odd", "field_1=1st%20%3Cvisit%3E");
        call("add-to-list", "list_id=" + list + "&msisdn=61491570156&first_name=A%26%3CB%3E%0B%0D%E2%9C%93&field_1=x");

        String xml = wire.post("/get-contact.xml", "list_id=" + list + "&msisdn=61491570156")
                .body();

        assertThat(xml).contains("<first_name>A&amp;&lt;B&gt;&#13;✓</first_name>", "<_1st__visit_>x</_1st__visit_>");
        RecordedShapes.assertSameXml(xml, xml);
    }

    @Test
    void resetForgetsTheAccount() {
        list("Gym", "");
        call("lease-number", "");
        call("add-client", "name=Repairs&email=ada%40example.com&password=p&msisdn=61491570156");
        call("add-keyword", "keyword=NEWS&number=61491570110");

        simulator.reset();

        assertThat(call("get-lists", "").get("lists_total").intValue()).isZero();
        assertThat(call("get-numbers", "").get("numbers_total").intValue()).isEqualTo(1);
        assertThat(call("get-clients", "").get("clients_total").intValue()).isZero();
        assertThat(call("get-keywords", "").get("keywords_total").intValue()).isZero();
        assertThat(call("get-balance", "").get("balance").decimalValue()).isEqualByComparingTo("1000");
    }

    private String list(String name, String fields) {
        return call("add-list", "name=" + name.replace(" ", "%20") + "&" + fields)
                .get("id")
                .asText();
    }

    private List<String> members(String list, String which) {
        return texts(call("get-list", "list_id=" + list + "&members=" + which).get("members"), "msisdn");
    }

    private static List<String> texts(JsonNode rows, String member) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(member).asText())
                .toList();
    }

    private static String code(Wire.Answer answer) {
        return answer.json().at("/error/code").textValue();
    }

    private void assertRefused(String code, String method, String parameters) {
        Wire.Answer answer = wire.post("/" + method + ".json", parameters);
        assertThat(code(answer)).as(answer.body()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(code.equals("NOT_IMPLEMENTED") ? 404 : 400);
        assertThat(answer.json().size()).isEqualTo(1);
    }

    private JsonNode call(String method, String parameters) {
        Wire.Answer answer = wire.post("/" + method + ".json", parameters.isEmpty() ? "x=" : parameters);
        assertThat(answer.status()).as(method + answer.body()).isEqualTo(200);
        return answer.json();
    }
}

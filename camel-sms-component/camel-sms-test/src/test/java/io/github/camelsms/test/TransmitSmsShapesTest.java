package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.SmsSimulator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies of the Transmit SMS double beside recorded ones, sections 4 to 9 of the specification, in both notations. */
class TransmitSmsShapesTest {

    /** The recorded reply, the method, its parameters. */
    private static final String CALLS = """
            send-accepted | send-sms | message=Hi&to=61491570156
            send-accepted-list | send-sms | message=Hi&list_id={plain}
            send-accepted-fails | send-sms | message=Hi&to=61491570156,0491
            get-sms-delivery-status-delivered | get-sms-delivery-status | message_id={message}&msisdn=61491570156
            get-sms-sent | get-sms-sent | message_id={message}
            get-sms | get-sms | message_id={message}
            get-sms-stats | get-sms-stats | message_id={message}
            get-sms-responses | get-sms-responses | message_id={message}&include_original=true
            get-user-sms-responses | get-user-sms-responses |
            get-user-sms-sent | get-user-sms-sent | start=2026-09-01&end=2026-10-01
            get-message-report | get-message-report |
            get-message-log | get-message-log | message_id={message}&mobile=61491570156
            get-contact-sms-stats | get-contact-sms-stats | mobile=61491570156
            get-sms-sent-count | get-sms-sent-count |
            format-number | format-number | msisdn=0491570156&countrycode=AU
            get-balance | get-balance |
            get-numbers | get-numbers |
            get-numbers-available | get-numbers | filter=available
            get-number | get-number | number=61491570110
            lease-number | lease-number | forward_url=https%3A%2F%2Fhooks.example.com%2Freply
            edit-number-options | edit-number-options | number=61491570110&forward_email=ada%40example.com
            add-list | add-list | name=Another&field_1=Email&field_2=Postcode
            add-list-array-style | add-list | name=Another&field_1=Email&field_2=Postcode&response_style=array
            get-lists | get-lists |
            get-list | get-list | list_id={plain}&members=all
            remove-list | remove-list | list_id={plain}
            add-field-to-list | add-field-to-list | list_id={fields}&field_4=Handset
            add-to-list | add-to-list | list_id={fields}&msisdn=61491570157&first_name=Ada&last_name=Example
            edit-list-member | edit-list-member | list_id={fields}&msisdn=61491570156&last_name=Example
            get-contact | get-contact | list_id={fields}&msisdn=61491570156
            delete-from-list | delete-from-list | list_id={fields}&msisdn=61491570156
            optout-list-member | optout-list-member | msisdn=61491570156
            add-contacts-bulk | add-contacts-bulk | list_id={plain}&file_url=https%3A%2F%2Ffiles.example.com%2Fa.csv
            add-contacts-bulk-progress | add-contacts-bulk-progress | list_id={plain}
            add-keyword | add-keyword | keyword=NEWS&number=61491570110&list_id={plain}&reference=Gym
            edit-keyword | edit-keyword | keyword=GYM&number=61491570110&status=Closed
            get-keywords | get-keywords |
            add-email | add-email | email=*%40example.com&max_sms=4
            delete-email | delete-email | email=there%40example.com
            add-client | add-client | name=Other&email=o%40example.com&password=change-me&msisdn=61491570157
            get-client | get-client | client_id={client}
            get-clients | get-clients |
            get-transaction | get-transaction | id={transaction}
            cancel-sms | cancel-sms | id={scheduled}
            error-field-empty | send-sms | to=61491570156
            error-field-invalid | send-sms | message=Hi
            error-bad-caller-id | send-sms | message=Hi&to=61491570156&from=Twelve%20letters
            error-recipients-object | send-sms | message=Hi&to=0491
            error-not-found | get-sms | message_id=1
            error-already-sent | cancel-sms | id={message}
            error-key-exists | add-list | name=My%20Test%20List
            error-missing-param | add-field-to-list | list_id={plain}
            error-bad-mobile | add-to-list | list_id={plain}&msisdn=0491
            error-bad-mobile-country | add-to-list | list_id={plain}&msisdn=0491570157&countrycode=XX
            error-not-implemented | send-fax |""";

    private static final SmsSimulator SIMULATOR =
            SmsSimulator.builder().clock(new MovableClock()).receipts(false).start();

    private final Wire wire = Wire.to(SIMULATOR.baseUrl("transmitsms"))
            .with("Content-Type", Wire.FORM)
            .with("Authorization", Wire.basic("0123456789abcdef0123456789abcdef", "s3cr3t-Example"));
    private String fieldsList = "";
    private String plainList = "";
    private String message = "";
    private String client = "";
    private String transaction = "";

    @BeforeEach
    void fill() {
        SIMULATOR.reset();
        fieldsList = text("add-list", "name=Customer%20List&field_1=Email&field_2=Postcode", "/id");
        plainList = text("add-list", "name=My%20Test%20List", "/id");
        post("add-to-list", "list_id=" + plainList + "&msisdn=61491570156&first_name=Ada&last_name=Example");
        post("add-to-list", "list_id=" + fieldsList + "&msisdn=61491570156&first_name=Ada&field_1=ada%40example.com");
        message = text("send-sms", "message=Your%20parcel%20arrives%20today.&to=61491570156", "/message_id");
        SIMULATOR.advance();
        SIMULATOR.advance();
        SIMULATOR.receive("transmitsms", "61491570156", "Thanks, see you later");
        client = text(
                "add-client",
                "name=Example%20Repairs&email=ada%40example.com&password=change-me&msisdn=61491570156",
                "/id");
        transaction = text("get-transactions", "client_id=" + client, "/transactions/0/id");
        post("add-keyword", "keyword=GYM&number=61491570110");
        post("add-email", "email=there%40example.com");
    }

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    static Stream<Arguments> calls() {
        return CALLS.lines()
                .map(line -> line.split("\\|", -1))
                .map(cells -> Arguments.of(cells[0].strip(), cells[1].strip(), cells[2].strip()));
    }

    static Stream<Arguments> callsInXml() {
        return calls().filter(call -> RecordedShapes.exists("transmitsms/" + call.get()[0] + ".xml"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void looksAsRecorded(String fixture, String method, String parameters) {
        String recorded = RecordedShapes.fixture("transmitsms/" + fixture + ".json");

        Wire.Answer answer = wire.post("/" + method + ".json", filled(parameters));

        RecordedShapes.assertSameJson(recorded, answer.body());
        assertThat(answer.json().at("/error/code"))
                .isEqualTo(Wire.json(recorded).at("/error/code"));
        assertThat(answer.status()).isEqualTo(status(fixture));
        assertThat(answer.headers()).containsEntry("content-type", "application/json; charset=utf-8");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("callsInXml")
    void looksAsRecordedInXml(String fixture, String method, String parameters) {
        Wire.Answer answer = wire.post("/" + method + ".xml", filled(parameters));

        RecordedShapes.assertSameXml(RecordedShapes.fixture("transmitsms/" + fixture + ".xml"), answer.body());
        assertThat(answer.status()).isEqualTo(status(fixture));
        assertThat(answer.headers()).containsEntry("content-type", "text/xml; charset=utf-8");
    }

    private static int status(String fixture) {
        if (fixture.equals("error-not-implemented")) {
            return 404;
        }
        return fixture.startsWith("error") ? 400 : 200;
    }

    private String filled(String parameters) {
        String filled = parameters
                .replace("{plain}", plainList)
                .replace("{fields}", fieldsList)
                .replace("{message}", message)
                .replace("{client}", client)
                .replace("{transaction}", transaction);
        return filled.contains("{scheduled}")
                ? filled.replace(
                        "{scheduled}",
                        text("send-sms", "message=Later&to=61491570156&send_at=2026-09-16%2010:30:00", "/message_id"))
                : filled;
    }

    private String text(String method, String parameters, String pointer) {
        return post(method, parameters).json().at(pointer).asText();
    }

    private Wire.Answer post(String method, String parameters) {
        Wire.Answer answer = wire.post("/" + method + ".json", parameters);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}

package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients forget to encode, written to a socket byte for byte. */
class StrayCharactersTest {

    private static final String NUMBER = "447700900123";
    private static final String TRANSMIT_SMS = basic("0123456789abcdef0123456789abcdef:s3cr3t-Example");
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    private static SmsSimulator simulator;

    private record Answer(int status, String head, String body) {}

    @BeforeAll
    static void start() {
        simulator = SmsSimulator.start();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "100% sure, 100% sure",
                "100%+sure, 100% sure",
                "%, %",
                "50%%20off, 50% off",
                "a|b, a|b",
                "%zz %4, %zz %4",
                "1+1%2B1, 1 1+1",
                "caf%C3%A9 100%, café 100%",
            })
    void formsAreTakenAsTheyAreWritten(String written, String shown) {
        Answer answer = call("POST", "/send-sms.json", TRANSMIT_SMS + FORM, "message=" + written + "&to=" + NUMBER);

        assertThat(answer.body()).as(answer.head()).contains("message_id");
        assertThat(newest().text()).isEqualTo(shown);
    }

    @Test
    void telesignTakesThemInATemplate() {
        Credentials keys = simulator.credentials("telesign");
        Answer answer = call(
                "POST",
                "/v1/verify/sms",
                basic(keys.customer() + ":" + keys.apiKey()) + FORM,
                "phone_number=" + NUMBER + "&verify_code=123456&template=100%+sure|$$CODE$$");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(newest().text()).isEqualTo("100% sure|123456");
    }

    @Test
    void aQueryThatIsPartOfACallIsReadTheSameWay() {
        Answer answer = call("GET", "/get-balance.json?note=100%&x=a|b", TRANSMIT_SMS, "");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void anUnknownCharacterSetIsNoError() {
        Answer answer = call(
                "POST",
                "/send-sms.json",
                TRANSMIT_SMS + "Content-Type: application/x-www-form-urlencoded; charset=bogus\r\n",
                "message=Hello&to=" + NUMBER);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"handset=+447700900177", "handset=447700900177", "q=100%25", "q=100%", "q=+447700900177"})
    void theInboxFindsWhatIsMeant(String query) {
        call("POST", "/send-sms.json", TRANSMIT_SMS + FORM, "message=100%25&to=447700900177");

        for (String api : List.of("/inbox/api/", "/__admin/inbox/api/")) {
            Answer answer = call("GET", api + "messages?" + query, "", "");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("+447700900177");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=%",
                "limit=%",
                "before=|",
                "since=+",
                "state=gone",
                "limit=1e9",
                "before=99999999999999999999"
            })
    void theInboxRefusesInJson(String query) {
        Answer answer = call("GET", "/inbox/api/messages?" + query, "", "");

        assertThat(answer.status()).as(answer.body()).isIn(200, 400);
        assertThat(Wire.json(answer.body()).isObject()).isTrue();
    }

    @Test
    void anActionWithANumberThatIsNoneIsNotFound() {
        assertThat(call("GET", "/inbox/api/messages/%25", "", "").status()).isEqualTo(404);
        assertThat(call("GET", "/inbox/api/messages/%", "", "").status()).isEqualTo(400);
        assertThat(call("PATCH", "/inbox/api/messages", JSON, "{}").status()).isEqualTo(405);
    }

    /** Whatever is sent: no page of HTML, no stack trace, no 5xx that no provider documents. */
    @Test
    void nothingMakesItFail() {
        Random random = new Random(20260115);
        List<String> paths = List.of(
                "/sms",
                "/open/sms/send",
                "/open/contacts",
                "/send-sms.json",
                "/get-sms.xml",
                "/v1/verify/sms",
                "/v1/verify/",
                "/v1/verify/completion/",
                "/v1/messaging",
                "/inbox",
                "/inbox/api/messages",
                "/inbox/api/handsets/",
                "/__admin/inbox/api/refusals/",
                "/__admin/mappings",
                "/__admin/requests",
                "/__admin/none",
                "/",
                "/nowhere");
        List<String> pieces = List.of(
                "%",
                "%zz",
                "%00",
                "%FF",
                "|",
                "+",
                "\"",
                "<b>",
                "{}",
                "[",
                "é",
                "..",
                "//",
                ";x=y",
                "\\",
                "^",
                "`",
                "%2F",
                "%0D%0A",
                "&",
                "=",
                "?",
                "#",
                "$$CODE$$",
                "١");
        List<String> types = List.of(
                FORM,
                JSON,
                "Content-Type: multipart/form-data; boundary=x\r\n",
                "Content-Type: multipart/form-data\r\n",
                "Content-Type: text/xml; charset=\"\r\n",
                "Content-Type: application/x-www-form-urlencoded; charset=%\r\n",
                "Content-Encoding: gzip\r\n",
                "Content-Type: ;;;\r\n",
                "Authorization: Basic %%%\r\n",
                "Authorization: TSA a:b\r\n",
                "Cookie: =;\r\n",
                "Accept: |\r\n",
                "");
        for (int i = 0; i < 600; i++) {
            String path = any(paths, random);
            String target = path
                    + (random.nextInt(3) == 0 ? any(pieces, random) : "")
                    + (random.nextBoolean() ? "?" + mixed(pieces, random) : "");
            String method = any(List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"), random);
            String headers = any(types, random) + (random.nextBoolean() ? TRANSMIT_SMS : "");
            String body = random.nextBoolean() ? "" : mixed(pieces, random);

            Answer answer = call(method, target.replace(" ", ""), headers, body);

            assertThat(answer.status())
                    .as("%s %s %s %s", method, target, headers, body)
                    .isBetween(200, 499);
            assertThat((answer.head() + answer.body()).toLowerCase(Locale.ROOT))
                    .as("%s %s %s %s", method, target, headers, body)
                    .doesNotContain("<html", "text/html", "\tat ", "exception");
        }
        assertThat(call("GET", "/inbox/api/status", "", "").status()).isEqualTo(200);
    }

    private static String mixed(List<String> pieces, Random random) {
        List<String> mixed = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            mixed.add(any(pieces, random));
            mixed.add(any(List.of("a", "1", "to=447700900123", "message=x"), random));
        }
        return String.join("", mixed);
    }

    private static String any(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static SimulatedMessage newest() {
        List<SimulatedMessage> messages = simulator.messages();
        return messages.get(messages.size() - 1);
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    private static Answer call(String method, String target, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                                    + "Content-Length: " + content.length + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int gap = answer.indexOf("\r\n\r\n");
            assertThat(gap).as("%s %s %s %s", method, target, headers, body).isPositive();
            return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(0, gap), plain(answer, gap));
        } catch (IOException broken) {
            throw new AssertionError(method + " " + target + " " + headers + " " + body, broken);
        }
    }

    /** Chunks of these sizes are one chunk each. */
    private static String plain(String answer, int gap) {
        String body = answer.substring(gap + 4);
        if (!answer.substring(0, gap).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            return body;
        }
        StringBuilder plain = new StringBuilder();
        for (String line : body.split("\r\n")) {
            if (!line.matches("[0-9A-Fa-f]{1,6}")) {
                plain.append(line);
            }
        }
        return plain.toString();
    }
}

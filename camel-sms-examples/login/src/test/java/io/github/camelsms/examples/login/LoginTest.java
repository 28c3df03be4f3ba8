package io.github.camelsms.examples.login;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static io.github.camelsms.examples.login.Application.NUMBER;
import static io.github.camelsms.examples.login.Application.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The forms as a browser without JavaScript sends them. */
class LoginTest {

    private static final String RESEND = "camel.component.sms.accounts[login].codeResendAfter";
    private static final String LIFE = "camel.component.sms.accounts[login].codeTtl";

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private Application application;

    @BeforeEach
    void start() {
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        application = Application.start(Map.of());
    }

    @AfterEach
    void stop() {
        application.close();
        System.setOut(out);
        assertThat(console.toString(StandardCharsets.UTF_8)).doesNotContain("7700900", "7700 900");
    }

    private void restart(Map<String, String> options) {
        application.close();
        application = Application.start(options);
    }

    /** Keeps cookies and follows redirects, as browsers do. */
    private final class Visitor {

        private final CookieManager cookies = new CookieManager();
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        String page() throws Exception {
            return send(HttpRequest.newBuilder(application.simulation().page())).body();
        }

        String number(String number) throws Exception {
            return post("number", "number=" + encoded(number));
        }

        String code(String code) throws Exception {
            return post("code", "code=" + encoded(code));
        }

        String post(String path, String form) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(
                            application.simulation().page().resolve(path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            HttpResponse<Void> reply = client.send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(reply.statusCode()).isEqualTo(303);
            assertThat(reply.headers().firstValue("location")).contains("/");
            return page();
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<String> reply = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(200);
            return reply;
        }

        HttpCookie cookie() {
            assertThat(cookies.getCookieStore().getCookies()).hasSize(1);
            return cookies.getCookieStore().getCookies().get(0);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void logsInByTheCodeOfTheSms() throws Exception {
        Visitor visitor = new Visitor();
        assertThat(visitor.page()).contains("<label for=\"number\">", "autocomplete=\"tel\"");

        assertThat(visitor.number("+44 7700 900 123"))
                .contains("ends in 23", "autocomplete=\"one-time-code\"", "inputmode=\"numeric\"");
        String code = application.nextCode();
        assertThat(visitor.code(wrong(code))).contains(Sessions.NOT_ACCEPTED, "for=\"code\"");
        HttpCookie before = visitor.cookie();
        String welcome = visitor.code(code);

        assertThat(welcome).contains("<h1>Welcome</h1>").doesNotContain(code, "7700");
        assertThat(visitor.page()).isEqualTo(welcome);
        assertThat(before.isHttpOnly()).isTrue();
        assertThat(visitor.cookie().getValue()).isNotEqualTo(before.getValue());
        assertThat(visitor.post("leave", "")).contains("<label for=\"number\">");
        assertThat(console.toString(StandardCharsets.UTF_8)).doesNotContain(code);
    }

    @Test
    void aCodeThatIsWrongUsedExpiredOrOfAnotherSessionIsAnsweredAlike() throws Exception {
        Visitor visitor = new Visitor();
        visitor.number(NUMBER);
        String code = application.nextCode();
        String refused = visitor.code(wrong(code));
        Visitor stranger = new Visitor();

        assertThat(stranger.number(NUMBER)).doesNotContain("Welcome");
        assertThat(stranger.code(code)).isEqualTo(refused);
        assertThat(visitor.code("")).isEqualTo(refused);
        for (int i = 0; i < 4; i++) {
            assertThat(visitor.code(wrong(code))).isEqualTo(refused);
        }
        assertThat(visitor.code(code)).as("after too many attempts").isEqualTo(refused);

        restart(Map.of(LIFE, "1ms"));
        Visitor late = new Visitor();
        late.number(NUMBER);
        String expired = application.nextCode();
        assertThat(late.code(expired)).isEqualTo(refused);
    }

    @Test
    void aNumberThatHasHadItsCodeLooksLikeAnyOther() throws Exception {
        String first = new Visitor().number(NUMBER);
        String again = new Visitor().number(NUMBER);

        assertThat(again).isEqualTo(first).contains(Sessions.ASKED);
        assertThat(application.simulation().simulator().messages()).hasSize(1);
    }

    @Test
    void theFormerCodeStaysGoodWhileNoneIsSentAndEndsWithTheNext() throws Exception {
        restart(Map.of(RESEND, "1h"));
        Visitor visitor = new Visitor();
        visitor.number(NUMBER);
        String code = application.nextCode();
        assertThat(visitor.post("resend", "")).contains(Sessions.ASKED);
        assertThat(visitor.code(code)).contains("Welcome");

        restart(Map.of(RESEND, "1ms"));
        Visitor other = new Visitor();
        other.number(NUMBER);
        String former = application.nextCode();
        Awaitility.await().until(() -> {
            other.post("resend", "");
            return application.simulation().simulator().messages().size() == 2;
        });
        assertThat(other.code(former)).contains(Sessions.NOT_ACCEPTED);
        assertThat(other.code(application.nextCode())).contains("Welcome");
    }

    @Test
    void whatIsNoNumberIsSaid() throws Exception {
        for (String typed : new String[] {"", "12", "<b>", "0', null) || '"}) {
            assertThat(new Visitor().number(typed)).contains(Sessions.UNREADABLE, "for=\"number\"");
        }
        assertThat(new Visitor().post("resend", "")).contains("for=\"number\"");
        assertThat(new Visitor().code("123456")).contains("for=\"number\"");
        assertThat(application.simulation().simulator().requests()).isEmpty();
    }

    @Test
    void aProviderThatDoesNotAnswerIsSaid() throws Exception {
        application.simulation().simulator().wireMock().stubFor(any(anyUrl()).willReturn(serverError()));

        assertThat(new Visitor().number(NUMBER)).contains(Sessions.LATER);
    }

    @Test
    void whatABrowserSendsDoesNotComeBackAsAHeader() throws Exception {
        URI page = application.simulation().page();
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> read = client.send(
                HttpRequest.newBuilder(page.resolve("/?X-Evil=1&Set-Cookie=a%3Db"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> posted = client.send(
                HttpRequest.newBuilder(page.resolve("/number"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("number=1&X-Evil=1&Location=http://evil.example/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(read.headers().map()).doesNotContainKeys("x-evil", "set-cookie");
        assertThat(read.headers().firstValue("content-security-policy")).isPresent();
        assertThat(read.headers().firstValue("expires")).contains("0");
        assertThat(posted.statusCode()).isEqualTo(303);
        assertThat(posted.headers().allValues("location")).containsExactly("/");
        assertThat(posted.headers().map()).doesNotContainKey("x-evil");
        assertThat(posted.headers().firstValue("set-cookie").orElseThrow())
                .matches("login=[\\w-]{22}; Path=/; HttpOnly; SameSite=Strict");
    }
}

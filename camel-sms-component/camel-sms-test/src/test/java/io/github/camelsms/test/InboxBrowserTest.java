package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The inbox page in a real browser, in front of real routes. */
@Tag("slow")
class InboxBrowserTest {

    private static final String NUMBER = "+447700900123";
    private static final String BUBBLE = "#messages .bubble";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Browser browser;

    private final SmsSimulator simulator = SmsSimulator.start();
    private final Credentials keys = simulator.credentials("transmitsms");
    private final String account =
            "provider=transmitsms&apiKey=RAW(" + keys.apiKey() + ")&secretKey=RAW(" + keys.secret() + ")";
    private final ReceivingCamel camel =
            new ReceivingCamel("sms:dlr?path=/dlr&" + account, "sms:inbound?path=/inbound&" + account);
    private final MockEndpoint receipts = camel.mock(0);
    private final MockEndpoint replies = camel.mock(1);

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        simulator.webhook("transmitsms", camel.url("/dlr")).replyWebhook("transmitsms", camel.url("/inbound"));
        browser.size(1200, 800).colours("light").open(simulator.inboxUrl());
        browser.see("#ring", "0 messages");
        browser.complaints();
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
        simulator.close();
    }

    private void send(String to, String text) {
        camel.template()
                .sendBodyAndHeaders(
                        "sms:send?" + account + "&baseUrl=" + simulator.baseUrl("transmitsms"),
                        text,
                        Map.of("CamelSmsTo", to, "CamelSmsFrom", "61481074860"));
    }

    /** Through the gateway that takes any text. */
    private void sendAnything(String text) {
        Wire.Answer answer = Wire.to(simulator.baseUrl("2chat"))
                .with("Content-Type", "application/json")
                .with("X-User-API-Key", simulator.credentials("2chat").apiKey())
                .post(
                        "/sms/send",
                        InboxConversations.json(
                                Map.of("to_number", NUMBER, "from_number", "+13125550147", "text", text)));
        assertThat(answer.status()).isEqualTo(202);
    }

    private List<DeliveryStatus> statuses() {
        return receipts.getExchanges().stream()
                .map(exchange ->
                        exchange.getMessage().getBody(DeliveryReceipt.class).status())
                .toList();
    }

    @Test
    void aMessageOfARouteAppearsIsDeliveredAndAnswered() {
        send(NUMBER, "Your table is booked.\nSee you at 8!");

        browser.see("#handset-list .number", NUMBER);
        assertThat(browser.see(BUBBLE).getText()).isEqualTo("Your table is booked.\nSee you at 8!");
        assertThat(browser.see("#messages .line").getText()).contains("61481074860", "Transmit SMS");
        assertThat(browser.see("#messages .meta").getText()).contains("Accepted", "1 segment · GSM-7");

        browser.click("#messages .meta", "Accepted");
        browser.click("#actions button", "Deliver");
        browser.see("#messages .meta", "Delivered");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(statuses())
                        .containsExactlyInAnyOrder(DeliveryStatus.SENT, DeliveryStatus.DELIVERED));
        browser.see("#messages .meta", "2 receipts → 200");
        assertThat(browser.texts(".history li"))
                .hasSize(3)
                .satisfiesExactly(
                        step -> assertThat(step).startsWith("Accepted"),
                        step -> assertThat(step).startsWith("Sent"),
                        step -> assertThat(step).startsWith("Delivered"));
        browser.click("#facts summary", "POST /send-sms.json");
        assertThat(browser.see("#facts details[open] pre").getText())
                .contains("Authorization: Basic ***", "message=Your")
                .doesNotContainIgnoringCase(keys.secret());

        browser.see("#reply").sendKeys("Thanks 👍");
        browser.click("#composer button", "Send");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(replies.getExchanges())
                        .singleElement()
                        .extracting(exchange -> exchange.getMessage().getBody(InboundSms.class))
                        .returns("Thanks 👍", InboundSms::text));
        browser.see("#messages .own .bubble", "Thanks 👍");
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Fail, UNDELIVERED, SENT;UNDELIVERED",
        "Expire, EXPIRED, SENT;UNDELIVERED",
        "Lose receipt, DELIVERED, ''",
        "Receipt twice, DELIVERED, SENT;DELIVERED",
    })
    void eachButtonDoesWhatItSays(String button, MessageState state, String told) {
        send(NUMBER, "Hello");
        browser.click("#messages .meta", "Accepted");

        browser.click("#actions button", button);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(simulator.messages()).singleElement().returns(state, SimulatedMessage::state));
        simulator.awaitCallbacksOver(PATIENCE);
        assertThat(statuses().stream().map(Enum::name)).containsExactlyInAnyOrder(names(told));
        int calls = button.equals("Receipt twice") ? 3 : names(told).length;
        assertThat(simulator.callbacks()).hasSize(calls);
        assertThat(browser.see("#actions [data-action=deliver]").getDomAttribute("aria-disabled"))
                .isEqualTo("true");
    }

    private static String[] names(String joined) {
        return joined.isEmpty() ? new String[0] : joined.split(";");
    }

    @Test
    void aLateReceiptWaits() {
        send(NUMBER, "Hello");
        browser.click("#messages .meta", "Accepted");

        browser.click("#actions button", "Receipt late");

        browser.see("#messages .meta", "Delivered");
        browser.see("#facts .history", "receipt held for 10.0 s");
        assertThat(simulator.awaitCallbacksOver(PATIENCE)).hasSize(2);
        browser.see("#messages .meta", "2 receipts → 200");
    }

    @Test
    void whatArrivesIsTextAndNothingElse() {
        String script =
                "<script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\">&amp;<b>b</b>";
        sendAnything(script);
        assertThat(browser.see(BUBBLE, "onerror").getText()).isEqualTo(script);
        sendAnything("bell \u0007 null \u0000 escape \u001b[31m, override \u202etxt.exe");
        browser.see(BUBBLE, "bell ␇ null ␀ escape ␛[31m");
        sendAnything("long " + "0123456789".repeat(10_000));
        browser.see("#messages .rest", "98,005 more characters");

        browser.click("#messages li:last-child .meta", "Accepted");
        browser.see("#facts pre[aria-label=Text]");
        assertThat(browser.script("return document.querySelector('#facts pre[aria-label=Text]').textContent.length"))
                .isEqualTo(100_005L);
        assertThat(browser.all("#messages img, #messages script, #facts img, #handsets img"))
                .isEmpty();
        assertThat(browser.title()).isEqualTo("SMS inbox (3)");
        browser.assertFits();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void filtersAndSearches() {
        send(NUMBER, "Your parcel is on its way");
        send("+61491570156", "Your code is 4711");
        sendAnything("Zażółć");
        simulator.inbox().end(2, MessageState.DELIVERED);

        browser.see("#search").sendKeys("PARCEL");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser.texts("#handset-list .number")).containsExactly(NUMBER));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.texts(BUBBLE)).containsExactly("Your parcel is on its way"));
        browser.see("#search").sendKeys(Keys.chord(Keys.CONTROL, "a"), "nothing like it");
        browser.see("#empty-title", "Nothing found");
        browser.see("#search").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        browser.script("const s = document.getElementById('state'); s.value = 'DELIVERED';"
                + " s.dispatchEvent(new Event('change'))");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.texts(BUBBLE)).containsExactly("Your code is 4711"));
        browser.script(
                "const s = document.getElementById('state'); s.value = '';"
                        + " const p = document.getElementById('provider'); p.value = '2chat'; p.dispatchEvent(new Event('change'))");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.texts(BUBBLE)).containsExactly("Zażółć"));
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        send(NUMBER, "Reply YES");
        browser.see(BUBBLE, "Reply YES");

        browser.script("document.activeElement.blur()");
        browser.type("/");
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("search");
        browser.type("yes", Keys.ESCAPE);
        browser.type("j");
        browser.see("#details");
        assertThat(outline()).isNotEqualTo("none");
        browser.type("d");
        browser.see("#messages .meta", "Delivered");
        assertThat(browser.focused().getDomAttribute("data-key"))
                .as("focus stays on the message though it was drawn anew")
                .isEqualTo("message-1");
        browser.type("r");
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("reply");
        browser.type("YES", Keys.ENTER);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(replies.getExchanges()).hasSize(1));
        browser.see("#messages .own .bubble", "YES");
        browser.type(Keys.ESCAPE);
        browser.type(Keys.ESCAPE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.see("body").findElements(By.cssSelector("#details[hidden]")))
                        .hasSize(1));
        browser.type("?");
        browser.see("#help-dialog");
        browser.type(Keys.ESCAPE);
    }

    private static String outline() {
        return String.valueOf(browser.script("return getComputedStyle(document.activeElement).outlineStyle"));
    }

    @Test
    void theKeyboardReachesEveryControlInTheOrderOfThePage() {
        send(NUMBER, "Hello");
        browser.click("#messages .meta", "Accepted");
        browser.see("#facts summary");

        assertThat(browser.script("return [...document.querySelectorAll('[tabindex]')].every(e => e.tabIndex <= 0)"))
                .isEqualTo(true);
        assertThat(browser.script("return [...document.querySelectorAll('button, input, select, textarea')]"
                        + ".filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).length"))
                .as("controls without a name")
                .isEqualTo(0L);
        browser.script("document.activeElement.blur(); scrollTo(0, 0)");
        browser.type(Keys.TAB);
        browser.type(Keys.TAB);
        browser.type(Keys.TAB);
        assertThat(outline()).isNotEqualTo("none");
    }

    @Test
    void fitsANarrowWindow() {
        browser.size(360, 640).open(simulator.inboxUrl());
        send(NUMBER, "A long word: " + "x".repeat(120));

        browser.assertFits();
        browser.click("#handset-list .sender", "61481074860");
        browser.see(BUBBLE, "A long word");
        browser.assertFits();
        browser.click("#messages .meta", "Accepted");
        browser.see("#actions button", "Deliver");
        browser.assertFits();
        browser.see("#details .back").click();
        browser.see("#thread .back").click();
        browser.see("#handset-list .number", NUMBER);
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void textIsLegibleInLightAndDark(String scheme) {
        browser.colours(scheme);
        send(NUMBER, "Hello");
        browser.click("#messages .meta", "Accepted");
        browser.see("#facts summary");

        assertThat((List<?>) browser.script(CONTRAST))
                .as("texts with a contrast below 4.5")
                .isEmpty();
    }

    /** Contrast by WCAG 2.2 between each text and the nearest background that is not transparent. */
    private static final String CONTRAST = """
            const lum = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
              return .2126 * r + .7152 * g + .0722 * b; };
            const rgb = s => s.match(/[\\d.]+/g).map(Number);
            const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
              if (c.length < 4 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
            const poor = [];
            for (const e of document.querySelectorAll('body *')) {
              const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
              if (!own || !e.checkVisibility() || e.closest('[aria-disabled=true], #toast')) continue;
              const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(ground(e));
              const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
              if (ratio < 4.5) poor.push(e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 30) + ' ' + ratio);
            }
            return poor;
            """;

    @Test
    void whatIsBeingReadStaysWhileMessagesCome() {
        for (int i = 1; i <= 30; i++) {
            sendAnything("Number " + i);
        }
        browser.see(BUBBLE, "Number 30");
        browser.script("document.getElementById('scroll').scrollTop = 100;"
                + " document.querySelector('[data-key=message-3]').focus({preventScroll: true});"
                + " document.querySelector('#messages li:nth-child(3)').marked = true");

        sendAnything("Number 31");

        browser.see("#ring", "31 messages");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.all(BUBBLE)).hasSize(31));
        assertThat(browser.script("return document.getElementById('scroll').scrollTop"))
                .isEqualTo(100L);
        WebElement focused = browser.focused();
        assertThat(focused.getDomAttribute("data-key")).isEqualTo("message-3");
        assertThat(browser.script("return document.querySelector('#messages li:nth-child(3)').marked"))
                .as("not drawn anew")
                .isEqualTo(true);
    }

    @Test
    void showsWhatAProviderRefused() {
        simulator.refuse(NUMBER, "402");
        Wire.to(simulator.baseUrl("2chat"))
                .with("Content-Type", "application/json")
                .with("X-User-API-Key", simulator.credentials("2chat").apiKey())
                .post(
                        "/sms/send",
                        InboxConversations.json(
                                Map.of("to_number", NUMBER, "from_number", "+13125550147", "text", "<b>Hello</b>")));
        browser.see("#thread-title", "Refused submissions");
        assertThat(browser.see("#messages .refusal .bubble").getText()).contains("No API credits left");
        send("+447700900456", "Taken");
        browser.see("#handset-list .number", "+447700900456");

        browser.click("#refused", "1");
        browser.click("#messages .meta", "POST /open/sms/send");

        browser.see("#details-title", "Refused submission 1");
        assertThat(browser.see("#facts [data-key=request] pre").getText())
                .contains("<b>Hello</b>")
                .doesNotContain(simulator.credentials("2chat").apiKey());
        assertThat(browser.see("#facts [data-key=reply] pre").getText()).contains("No API credits left");
        assertThat(browser.all("#actions button")).noneMatch(WebElement::isDisplayed);
        assertThat(browser.all("#composer")).noneMatch(WebElement::isDisplayed);
        assertThat((List<?>) browser.script(CONTRAST)).isEmpty();
        browser.type(Keys.ESCAPE);
        browser.click("#handset-list .number", "+447700900456");
        browser.see(BUBBLE, "Taken");
        assertThat(browser.complaints())
                .as("the browser itself tells of nothing that failed")
                .isEmpty();
    }

    @Test
    void writesFromAHandsetThatNobodyWroteTo() {
        browser.script("document.activeElement.blur()");
        browser.type("n");
        browser.see("#write-handset").sendKeys("+447700900789");
        assertThat(browser.texts("#write-provider option")).containsExactlyInAnyOrder("Transmit SMS", "2Chat");
        browser.script("document.getElementById('write-provider').value = 'transmitsms'");
        browser.see("#write-text").sendKeys("Are you open?");
        browser.click("#write-form button", "Send");

        browser.see("#thread-title", "+447700900789");
        browser.see("#messages .own .bubble", "Are you open?");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(replies.getExchanges())
                        .singleElement()
                        .extracting(exchange -> exchange.getMessage().getBody(InboundSms.class))
                        .returns("Are you open?", InboundSms::text));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void saysWhereAnAnswerGoesWhenNobodyIsCalled() {
        sendAnything("Reply YES");
        browser.see(BUBBLE, "Reply YES");

        browser.see("#reply").sendKeys("YES");
        browser.click("#composer button", "Send");

        browser.see("#messages .own .bubble", "YES");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                String.valueOf(browser.script("return document.getElementById('toast').textContent")))
                        .as("also after it has faded")
                        .startsWith("Kept by 2Chat"));
        Wire.to(simulator.baseUrl("2fa-link"))
                .with("Content-Type", "application/json")
                .with("Authorization", Wire.basic("sim-2fa-link-key", "sim-2fa-link-secret"))
                .post("/sms", "{\"mode\":\"sms\",\"to\":\"447700900789\",\"content\":\"Code\"}");
        browser.click("#handset-list .number", "+447700900789");
        browser.see("#reply-label", "2FA.link passes nothing on");
        assertThat(browser.see("#reply").isEnabled()).isFalse();
    }

    @Test
    void clears() {
        send(NUMBER, "Hello");
        browser.see(BUBBLE, "Hello");

        browser.click("#clear", "Clear");
        browser.click("#clear-yes", "Clear");

        browser.see("#empty-title", "No messages yet");
        browser.see("#addresses", simulator.baseUrl("2chat").toString());
        assertThat(simulator.messages()).isEmpty();
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void comesFromTheSimulatorAloneAndIsNotJournaled() {
        send(NUMBER, "Hello");
        browser.see(BUBBLE, "Hello");

        assertThat((List<?>) browser.script("return performance.getEntriesByType('resource').map(e => e.name)"))
                .isNotEmpty()
                .allSatisfy(url -> assertThat(String.valueOf(url))
                        .startsWith(simulator.inboxUrl().toString()));
        assertThat(simulator.requests()).hasSize(1);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theShortAddressesLeadToThePage() {
        for (String path : List.of("/", "/inbox")) {
            browser.open(URI.create("http://localhost:" + simulator.port() + path));
            browser.see("#ring", "0 messages");
        }
    }
}

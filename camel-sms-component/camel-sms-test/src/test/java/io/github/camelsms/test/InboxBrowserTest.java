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
import org.junit.jupiter.params.provider.ValueSource;
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
        assertThat(sendAnything(NUMBER, text)).isEqualTo(202);
    }

    /** @return status of the answer */
    private int sendAnything(String to, String text) {
        return Wire.to(simulator.baseUrl("2chat"))
                .with("Content-Type", "application/json")
                .with("X-User-API-Key", simulator.credentials("2chat").apiKey())
                .post(
                        "/sms/send",
                        InboxConversations.json(Map.of("to_number", to, "from_number", "+13125550147", "text", text)))
                .status();
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

    @ParameterizedTest
    @CsvSource({"light, 1200", "dark, 1200", "light, 360", "dark, 360"})
    void axeFindsNothing(String scheme, int width) throws IOException {
        Axe axe = new Axe(browser);
        browser.colours(scheme).size(width, 800).open(simulator.inboxUrl());
        browser.see("#ring", "0 messages");
        axe.check("nothing yet");
        simulator.refuse("+447700900456", "402");
        sendAnything("+447700900456", "Refused");
        send(NUMBER, "Your code is 480213");
        simulator.inbox().write("transmitsms", NUMBER, "STOP");
        browser.see("#handset-list .mark", "opted out");
        axe.check("handsets");
        browser.click("#handset-list .number", NUMBER);
        browser.see(BUBBLE, "STOP");
        axe.check("a conversation");
        browser.click("#messages .meta", "Accepted");
        browser.see("#facts summary");
        browser.see("#tag-name").sendKeys("to check", Keys.ENTER);
        browser.see("#tag-list .tag", "to check");
        browser.click("#facts summary", "POST /send-sms.json");
        axe.check("details");
        leave("#details:not([hidden])");
        browser.see("body").sendKeys("?");
        browser.see("#help-dialog");
        axe.check("keyboard shortcuts");
        leave("#help-dialog[open]");
        browser.see("body").sendKeys("n");
        browser.see("#write-dialog");
        axe.check("write");
        leave("#write-dialog[open]");
        browser.see("body").sendKeys("c");
        browser.see(".big", "480213");
        axe.check("codes");
        browser.script("document.getElementById('refused').click()");
        browser.see("#messages .refusal");
        axe.check("refusals");
        browser.assertFits();
    }

    private static void leave(String css) {
        browser.type(Keys.ESCAPE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.all(css)).isEmpty());
    }

    @Test
    void showsTheNewestCodeOfEachHandsetAndCopiesIt() {
        browser.allowClipboard();
        send(NUMBER, "Your code is 111222");
        send("+447700900456", "Your code is 333444");
        send(NUMBER, "Your code is 480213");
        send("+447700900789", "Hello");

        browser.click("#codes", "Codes");

        browser.see("#thread-title", "Codes");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.texts(".big")).containsExactly("480213", "333444"));
        browser.click("#messages .copy", "Copy");
        browser.see("#toast", "Copied the code 480213 for " + NUMBER);
        browser.see("#search").sendKeys(Keys.chord(Keys.CONTROL, "v"));
        assertThat(browser.see("#search").getDomProperty("value")).isEqualTo("480213");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.texts(".big")).containsExactly("480213"));
        browser.click("#messages .meta", "Message 3");
        browser.see("#details-title", "Message 3");
        assertThat(browser.texts("#facts .copy")).hasSize(4).containsOnly("Copy");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void tagsAreAddedSearchedAndRemoved() {
        send(NUMBER, "Hello");
        send("+447700900456", "Goodbye");
        browser.click("#handset-list .number", NUMBER);
        browser.see(BUBBLE, "Hello");
        browser.click("#messages .meta", "Accepted");
        browser.see("#details");
        browser.script("document.activeElement.blur()");

        browser.type("#");
        browser.type("to check", Keys.ENTER);

        browser.see("#messages .meta .tag", "to check");
        browser.click("#tag-list button", "to check");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser.texts("#handset-list .number")).containsExactly(NUMBER));
        assertThat(browser.see("#search").getDomProperty("value")).isEqualTo("tag:\"to check\"");
        assertThat(browser.texts("#tag option")).containsExactly("Any tag", "to check");
        browser.click("#messages .meta", "Accepted");
        browser.see("#tag-list button[aria-label='Remove the tag to check']").click();
        browser.see("#empty-title", "Nothing found");
        assertThat(browser.see("#toast, #ring").getText()).isNotEmpty();
        assertThat(simulator.inbox().items()).hasSize(2);
    }

    @Test
    void theSearchOffersFieldsAndValues() {
        send(NUMBER, "Hello");
        sendAnything("Hello");
        browser.see("#handset-list .sender", "61481074860");

        assertThat(offers("")).contains("to:", "from:", "text:", "status:", "provider:", "tag:", "before:", "after:");
        assertThat(offers("hello st")).containsExactly("hello status:");
        assertThat(offers("status:de")).containsExactly("status:delivered");
        assertThat(offers("hello to:")).containsExactly("hello to:" + NUMBER);
        assertThat(offers("from:6")).containsExactly("from:61481074860");
        assertThat(offers("provider:t")).containsExactlyInAnyOrder("provider:transmitsms", "provider:telesign");
        assertThat(offers("after:")).hasSize(3).allMatch(day -> day.matches("after:[0-9]{4}-[0-9]{2}-[0-9]{2}"));
        browser.see("#search").sendKeys(Keys.chord(Keys.CONTROL, "a"), "status:accepted provider:2chat");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser.texts("#handset-list .sender")).containsExactly("+13125550147"));
        browser.see("#search").sendKeys(" status:gone");
        browser.see("#toast", "state is one of");
        assertThat(browser.see("#search").getDomAttribute("aria-invalid")).isEqualTo("true");
    }

    private List<String> offers(String written) {
        browser.see("#search").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        browser.see("#search").sendKeys(written);
        return ((List<?>) browser.script(
                        "return [...document.querySelectorAll('#completions option')].map(o => o.value)"))
                .stream().map(String::valueOf).toList();
    }

    @Test
    void marksAHandsetThatOptedOutUntilItOptsIn() {
        send(NUMBER, "Reply STOP to hear no more");
        browser.see(BUBBLE, "Reply STOP");

        browser.see("#reply").sendKeys("Stop.", Keys.ENTER);

        browser.see("#handset-list .mark", "opted out");
        browser.see("#opted-out", "Opted out: Transmit SMS");
        browser.see("#reply").sendKeys("START", Keys.ENTER);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser.all("#handset-list .mark")).isEmpty());
        assertThat(browser.all("#opted-out")).noneMatch(WebElement::isDisplayed);
    }

    @Test
    void copiesTextNumberAndIdAndKeepsTheFocus() {
        browser.allowClipboard();
        send(NUMBER, "Line one\nline two");
        browser.click("#messages .meta", "Accepted");
        String id = simulator.messages().get(0).messageId();

        copies("#facts .copy[aria-label='Copy the text']", "Line one\nline two");
        copies("#facts .copy[aria-label='Copy the message id']", id);
        copies("#facts .copy[aria-label='Copy the number']", NUMBER);
        copies("#copy-number", NUMBER);
    }

    /** What is on the clipboard when that button was pressed by a key. */
    private static void copies(String button, String expected) {
        browser.see(button).sendKeys(Keys.ENTER);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.scriptWithCallback(
                                "navigator.clipboard.readText().then(arguments[arguments.length - 1])"))
                        .isEqualTo(expected));
        browser.see("#toast", "Copied the ");
        assertThat(browser.focused()).isEqualTo(browser.see(button));
    }

    @Test
    void announcesWhatCameAndWhatWasFound() {
        send(NUMBER, "Hello");
        send(NUMBER, "Hello again");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(live()).matches("[12] new messages?"));
        browser.see("#search").sendKeys("again");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(live()).isEqualTo("1 handset found"));
    }

    private static String live() {
        return String.valueOf(browser.script("return document.getElementById('live').textContent"));
    }

    @Test
    void whatIsBeingReadStaysHoweverManyMessagesCome() {
        for (int i = 1; i <= 130; i++) {
            sendAnything("Number " + i);
        }
        browser.see(BUBBLE, "Number 130");
        browser.script("document.getElementById('scroll').scrollTop = 300");
        Object top = top("Number 35");

        for (int i = 131; i <= 260; i++) {
            sendAnything("Number " + i);
        }

        browser.see("#ring", "260 messages");
        browser.see("#newest", "Show the newest messages");
        assertThat(top("Number 35")).isEqualTo(top);
        browser.click("#newest", "Show the newest");
        browser.see(BUBBLE, "Number 260");
        assertThat(browser.all("#newest")).noneMatch(WebElement::isDisplayed);
    }

    /** By what the browser itself measures: no part of the page jumps, neither at the start nor when messages come. */
    @ParameterizedTest
    @ValueSource(ints = {360, 1200})
    void nothingMovesWhenMessagesCome(int width) {
        for (int i = 1; i <= 20; i++) {
            sendAnything("+4477009001" + (10 + i), "Number " + i);
        }
        browser.size(width, 800).open(simulator.inboxUrl());
        browser.watchShifts();
        browser.see("#ring", "20 messages");
        browser.click("#handset-list .number", "+447700900130");
        browser.see(BUBBLE, "Number 20");

        for (int i = 21; i <= 320; i++) {
            sendAnything(i % 3 > 0 ? "+447700900130" : "+4477009001" + (10 + i % 20), "Number " + i);
        }
        simulator.refuse("+447700900456", "402");
        sendAnything("+447700900456", "Refused");
        browser.see(BUBBLE, "Number 320");

        assertThat(browser.shifts()).isEmpty();
    }

    /** Where on the screen a message is. */
    private static Object top(String text) {
        return browser.script(
                "return [...document.querySelectorAll('#messages .bubble')].find(e => e.textContent === arguments[0])"
                        + "?.getBoundingClientRect().top",
                text);
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

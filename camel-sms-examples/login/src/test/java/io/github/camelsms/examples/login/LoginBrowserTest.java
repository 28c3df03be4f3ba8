package io.github.camelsms.examples.login;

import static io.github.camelsms.examples.login.Application.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a real browser, by keyboard, with the code that the simulated handset shows. */
@Tag("slow")
class LoginBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Selenium warns that it does not know the newest DevTools, which are not used. Held, or its level would be lost. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private Application application;
    private ChromeDriver browser;

    @BeforeEach
    void start() {
        Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
        Optional<Path> driver = onPath("chromedriver");
        if (chromium.isEmpty() || driver.isEmpty()) {
            String missing = "No chromium and chromedriver on the path: install Debian's chromium and chromium-driver";
            assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
            Assumptions.abort(missing);
        }
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=360,640");
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.orElseThrow().toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        application = Application.start(Map.of());
        browser.get(application.simulation().page().toString());
    }

    private static Optional<Path> onPath(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(names)
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (application != null) {
            application.close();
        }
    }

    private WebElement see(String css, String text) {
        return await(css + " with " + text)
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(
                        () -> browser.findElements(By.cssSelector(css)).stream()
                                .filter(element -> element.getText().contains(text))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void type(CharSequence... keys) {
        browser.switchTo().activeElement().sendKeys(keys);
    }

    private void focusIsOn(String id) {
        await().atMost(PATIENCE)
                .until(() -> id.equals(browser.switchTo().activeElement().getDomAttribute("id")));
    }

    @Test
    void somebodyLogsInByKeyboardWithTheCodeOfTheHandset() throws Exception {
        browser.executeScript("window.sameDocument = true");
        focusIsOn("number");
        type("+44 7700 900123", Keys.ENTER);
        see("h1", "Type the code");
        see("#status", Sessions.ASKED);
        focusIsOn("code");
        String code = application.nextCode();

        type(wrong(code), Keys.ENTER);
        see("#status", Sessions.NOT_ACCEPTED);
        focusIsOn("code");
        type(code, Keys.ENTER);

        see("h1", "Welcome");
        assertThat(browser.executeScript("return window.sameDocument"))
                .as("the page stays, so that the status is heard")
                .isEqualTo(true);
        browser.navigate().refresh();
        see("main", "ends in 23");
        type(Keys.TAB, Keys.ENTER);
        see("h1", "Log in");
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::getMessage)
                .isEmpty();
    }

    @Test
    void anotherCodeIsSentByAButton() {
        focusIsOn("number");
        type("+447700900123", Keys.ENTER);
        see("h1", "Type the code");

        see("form[action='/resend'] button", "Send another code").click();
        see("#status", Sessions.ASKED);
        see("form[action='/leave'] button", "Use another number").click();

        see("h1", "Log in");
        focusIsOn("number");
        type("123", Keys.ENTER);
        see("#status", Sessions.UNREADABLE);
        assertThat(application.simulation().simulator().messages()).hasSize(1);
    }

    @Test
    void everyFieldHasALabelAndNothingIsWiderThanAPhone() {
        for (String field : List.of("number", "code")) {
            focusIsOn(field);
            assertThat(
                            browser.executeScript(
                                    "return [...document.querySelectorAll('input')]"
                                            + ".filter(field => !field.labels.length || !field.autocomplete || !field.inputMode).length"))
                    .isEqualTo(0L);
            assertThat(browser.executeScript("return document.querySelector('[role=status]').ariaLive"))
                    .isEqualTo("polite");
            assertThat((Long) browser.executeScript("return document.documentElement.scrollWidth - innerWidth"))
                    .isLessThanOrEqualTo(0L);
            type("+447700900123", Keys.ENTER);
        }
    }
}

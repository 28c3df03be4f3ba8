package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium. Both it and its driver are taken from the path; nothing is downloaded. */
final class Browser implements AutoCloseable {

    /** Selenium warns that it does not know the newest DevTools, which are not used. Held, or its level would be lost. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(Path chromium, Path chromedriver) {
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--hide-scrollbars",
                "--lang=en-GB",
                "--window-size=1200,800");
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.toFile())
                        .usingAnyFreePort()
                        .withEnvironment(Map.of("TZ", "UTC", "LANGUAGE", "en_GB"))
                        .build(),
                options);
    }

    /** Skips the test where there is no browser, and says so; in the continuous integration there has to be one. */
    static Browser start() {
        Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = find("chromedriver");
        if (chromium.isEmpty() || chromedriver.isEmpty()) {
            String missing = "No chromium and chromedriver on the path: install Debian's chromium and chromium-driver";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(missing);
            }
            System.out.println("Skipped: " + missing);
            Assumptions.abort(missing);
        }
        return new Browser(chromium.orElseThrow(), chromedriver.orElseThrow());
    }

    private static Optional<Path> find(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(path.split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable))
                .findFirst();
    }

    Browser open(URI page) {
        driver.get(page.toString());
        return this;
    }

    /** The page as a window of that size shows it, however small. */
    Browser size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** @param scheme {@code light} or {@code dark} */
    Browser colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    /** Waits for an element that is shown. */
    WebElement see(String css) {
        return until(() -> all(css).stream().filter(WebElement::isDisplayed).findFirst(), css);
    }

    /** Waits for an element that is shown and has that text in it. */
    WebElement see(String css, String text) {
        return until(
                () -> all(css).stream()
                        .filter(element ->
                                element.isDisplayed() && element.getText().contains(text))
                        .findFirst(),
                css + " with " + text);
    }

    /** Clicks on what {@link #see(String, String)} finds, again when the page has just replaced it. */
    void click(String css, String text) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> see(css, text).click());
    }

    List<String> texts(String css) {
        return await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> all(css).stream().map(WebElement::getText).toList(), texts -> true);
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Types where the focus is. */
    void type(CharSequence... keys) {
        focused().sendKeys(keys);
    }

    Object script(String body, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(body, arguments);
    }

    /** The same for a script that calls its last argument with the result. */
    Object scriptWithCallback(String body, Object... arguments) {
        return driver.executeAsyncScript(body, arguments);
    }

    /** Lets the page and the keyboard use the clipboard, as a person would who is asked. */
    Browser allowClipboard() {
        driver.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        return this;
    }

    /** Watches what moves on the page though nobody touched it, from its beginning. */
    void watchShifts() {
        script("window.shifts = []; new PerformanceObserver(list => list.getEntries()"
                + ".filter(shift => !shift.hadRecentInput)"
                + ".forEach(shift => shifts.push(shift.value.toFixed(4) + ' ' + shift.sources.map(source => "
                + "(source.node?.outerHTML ?? source.node?.textContent ?? 'gone').slice(0, 120) + ' from '"
                + " + source.previousRect.y + ' to ' + source.currentRect.y).join(', '))))"
                + ".observe({type: 'layout-shift', buffered: true})");
    }

    List<String> shifts() {
        return ((List<?>) script("return shifts")).stream().map(String::valueOf).toList();
    }

    String title() {
        return String.valueOf(driver.getTitle());
    }

    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** What the page complained about since the last call. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Nothing is wider than the window. */
    void assertFits() {
        assertThat(((Number) script("return document.documentElement.scrollWidth - innerWidth")).intValue())
                .as("pixels too wide")
                .isLessThanOrEqualTo(0);
    }

    private static WebElement until(Supplier<Optional<WebElement>> found, String what) {
        return await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(StaleElementReferenceException.class)
                .until(found::get, Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() {
        driver.quit();
    }
}

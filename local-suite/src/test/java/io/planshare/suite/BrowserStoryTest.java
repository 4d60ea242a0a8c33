package io.planshare.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The pages as a person sees them, in Debian's Chromium; pictures of them lie in {@code target/pictures}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserStoryTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path directory = Path.of("");
    private SuiteProcess suite;
    private ChromeDriver browser;

    @BeforeAll
    void start() throws IOException {
        boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        assumeTrue(there || "required".equals(System.getenv("PLANSHARE_PEERS")),
                "no " + CHROMIUM + " with " + DRIVER + ": install chromium and chromium-driver");
        suite = SuiteProcess.up(directory.resolve("suite"));
        var options = new ChromeOptions().setBinary(CHROMIUM.toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--user-data-dir=" + directory.resolve("browser"));
        browser = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build(),
                options);
        browser.manage().window().setSize(new Dimension(1280, 1400));
    }

    @AfterAll
    void stop() {
        if (browser != null) browser.quit();
        if (suite != null) suite.close();
    }

    @Test
    void the_home_page_links_every_swagger_ui_and_shows_who_pays_right_now() throws IOException {
        browser.get(suite.home().toString());

        for (var service : Service.values()) {
            var page = suite.service(service.id()) + "/swagger-ui.html";
            assertThat(shown(By.cssSelector("a[href='" + page + "']")).isDisplayed()).isTrue();
        }
        shown(By.cssSelector("button[data-user='ANA']")).click();
        await().atMost(PATIENCE).untilAsserted(
                () -> assertThat(shown(By.id("recent")).getText()).contains("Ana's own package"));
        picture("home");
    }

    @Test
    void an_operator_logs_in_to_a_swagger_ui_and_a_call_is_answered() throws IOException {
        browser.get(suite.service("charging") + "/swagger-ui.html");
        logIn();

        var operation = shown(By.xpath("//div[contains(@class, 'opblock-get')]"
                + "[.//*[@data-path='/v1/provider-accounts']]"));
        within(operation, By.cssSelector(".opblock-summary-control")).click();
        within(operation, By.cssSelector("button.execute")).click();

        var status = within(operation, By.cssSelector(".live-responses-table tr.response .response-col_status"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status.getText()).startsWith("200"));
        scrollTo(status);
        picture("swagger-ui");
    }

    /** By PKCE in a window of its own, as a person does. */
    private void logIn() {
        shown(By.cssSelector("button.authorize")).click();
        shown(By.xpath("//div[@class='scopes']//a[text()='select all']")).click();
        shown(By.cssSelector("button.modal-btn.authorize")).click();
        var page = browser.getWindowHandle();
        await().atMost(PATIENCE).until(() -> browser.getWindowHandles().size() == 2);
        browser.getWindowHandles().stream().filter(window -> !window.equals(page))
                .forEach(window -> browser.switchTo().window(window));
        shown(By.name("username")).sendKeys("operator");
        shown(By.name("password")).sendKeys("operator-demo");
        shown(By.cssSelector("button[type=submit]")).click();
        await().atMost(PATIENCE).until(() -> browser.getWindowHandles().equals(List.of(page)) || browser
                .getWindowHandles().size() == 1);
        browser.switchTo().window(page);
        shown(By.cssSelector("button.btn-done")).click();
    }

    private WebElement shown(By what) {
        return await().atMost(PATIENCE).ignoreExceptions().until(() -> browser.findElement(what),
                WebElement::isDisplayed);
    }

    private static WebElement within(WebElement part, By what) {
        return await().atMost(PATIENCE).ignoreExceptions().until(() -> part.findElement(what),
                WebElement::isDisplayed);
    }

    private void scrollTo(WebElement element) {
        ((JavascriptExecutor) browser).executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
    }

    private void picture(String name) throws IOException {
        var pictures = Files.createDirectories(Path.of("target", "pictures"));
        Files.write(pictures.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}

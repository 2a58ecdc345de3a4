package io.lockstep.functions.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.opentest4j.TestAbortedException;

/** A real Chromium without a window. */
final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Pattern REQUESTED =
      Pattern.compile(
          "\"method\":\"Network\\.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]+)\"");

  /**
   * Held here, or its level could be forgotten; it warns of a DevTools version that nobody uses.
   */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  /** Of axe, on a machine that does other things as well. */
  private static final Duration SCRIPT_TIMEOUT = Duration.ofMinutes(3);

  private final ChromeDriver driver;
  private final String axe;
  private final List<String> requested = new ArrayList<>();

  private Browser(ChromeDriver driver, String axe) {
    this.driver = driver;
    this.axe = axe;
  }

  /** Starts it; where there is none, it says so and the test is skipped. */
  static Browser start() throws IOException {
    Optional<File> browser = onPath("chromium").or(() -> onPath("google-chrome"));
    Optional<File> driver = onPath("chromedriver");
    if (browser.isEmpty() || driver.isEmpty()) {
      System.out.println("the page is not tested in a browser: no chromium and chromedriver here");
      throw new TestAbortedException("no chromium and chromedriver on the path");
    }
    SELENIUM.setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
    options.setCapability("goog:loggingPrefs", logs);
    options.setScriptTimeout(SCRIPT_TIMEOUT);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.get())
            .usingAnyFreePort()
            .build();
    try (InputStream in =
        Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
      String axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Browser(new ChromeDriver(service, options), axe);
    }
  }

  private static Optional<File> onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> new File(folder, program))
        .filter(File::canExecute)
        .findFirst();
  }

  Browser light() {
    return scheme("light");
  }

  Browser dark() {
    return scheme("dark");
  }

  private Browser scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    return this;
  }

  Browser desktop() {
    return screen(1280, 800, false);
  }

  Browser phone() {
    return screen(375, 812, true);
  }

  private Browser screen(int width, int height, boolean mobile) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    return this;
  }

  Browser scripts(boolean on) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    return this;
  }

  /** Opens a page, and forgets what was logged before. */
  Browser open(String url) {
    driver.get("about:blank");
    messages();
    requests();
    requested.clear();
    driver.get(url);
    return this;
  }

  /** What is to be seen of it, in single lines and without white space that nobody sees. */
  String text(String selector) {
    String text =
        String.valueOf(driver.executeScript("return arguments[0].innerText", one(selector)));
    return text.replaceAll("[ \t]*[\n\t][ \t]*", " ");
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  Object evaluate(String expression) {
    return driver.executeScript("return " + expression);
  }

  /** What has the focus, as a screen reader says it. */
  String focusedText() {
    return driver.switchTo().activeElement().getAccessibleName();
  }

  Browser press(Keys key) {
    new Actions(driver).sendKeys(key).perform();
    return this;
  }

  /** Lets the page at this address use the clipboard. */
  void allowClipboard(String url) {
    driver.executeCdpCommand(
        "Browser.grantPermissions",
        Map.of("origin", url, "permissions", List.of("clipboardReadWrite")));
  }

  String clipboard() {
    return String.valueOf(
        driver.executeAsyncScript("navigator.clipboard.readText().then(arguments[0])"));
  }

  /** What the console says, where also a breach of the Content-Security-Policy shows. */
  List<String> messages() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getMessage())
        .toList();
  }

  /** Every address that was asked for since the page was opened; what it carries itself apart. */
  List<String> requests() {
    driver
        .manage()
        .logs()
        .get(LogType.PERFORMANCE)
        .forEach(
            entry -> {
              Matcher matcher = REQUESTED.matcher(entry.getMessage());
              if (matcher.find() && !matcher.group(1).startsWith("data:")) {
                requested.add(matcher.group(1));
              }
            });
    return List.copyOf(requested);
  }

  /** Runs every rule of axe, best practices too; each finding with the elements it is about. */
  List<?> axe() {
    driver.executeScript(axe);
    return (List<?>)
        driver.executeAsyncScript(
            """
            const done = arguments[0];
            axe.run(document).then(result => done(result.violations.map(
                v => v.id + ": " + v.help + "\\n" + v.nodes.map(n => n.html + "\\n" + n.failureSummary).join("\\n"))))
            """);
  }

  /** Keeps a picture of the whole page, and checks that nothing is wider than the screen. */
  Browser screenshot(String name) throws IOException {
    assertThat(evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
    Files.createDirectories(SCREENSHOTS);
    Map<String, Object> picture =
        driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(
        SCREENSHOTS.resolve(name + ".png"),
        Base64.getDecoder().decode(String.valueOf(picture.get("data"))));
    return this;
  }

  @Override
  public void close() {
    driver.quit();
  }
}

package io.lockstep.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a URL shows.
 *
 * @param patience how long a page may take to be there; zero where the first answer counts
 */
record Site(String url, Duration patience) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private static final Pattern COMMAND = Pattern.compile("<code>(helm upgrade [^<]*)</code>");

  /** One whose first answer counts. */
  Site(String url) {
    this(url, Duration.ZERO);
  }

  /** An answer. */
  record Answer(int status, String body) {}

  Answer get(String path) {
    return send(path, request(path).build());
  }

  /** The same with a login. */
  Answer get(String path, String user, String password) {
    String login =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return send(path, request(path).header("Authorization", "Basic " + login).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
  }

  private Answer send(String path, HttpRequest request) {
    try {
      HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(url + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(url + path, e);
    }
  }

  /** The list, which must be there. */
  JsonNode list() {
    return new JsonMapper().readTree(text("/migrations"));
  }

  /** The page for people. */
  String page() {
    return text("/");
  }

  /** What the page says to type to bring an app to a version. */
  String commandTo(String target) {
    return COMMAND
        .matcher(page())
        .results()
        .map(found -> found.group(1).replace("&#39;", "'").replace("&#x3D;", "="))
        .filter(command -> command.contains("{" + target + "}"))
        .findFirst()
        .orElseThrow();
  }

  /** The states of an app's migrations by their versions. */
  Map<String, String> states(String app) {
    Map<String, String> states = new TreeMap<>();
    list()
        .path("apps")
        .valueStream()
        .filter(a -> a.path("name").asString().equals(app))
        .flatMap(a -> a.path("migrations").valueStream())
        .forEach(m -> states.put(m.path("version").asString(), m.path("state").asString()));
    return states;
  }

  private String text(String path) {
    if (!patience.isZero()) {
      return await(url + path + " is there")
          .atMost(patience)
          .ignoreExceptions()
          .until(() -> get(path), answer -> answer.status() == 200)
          .body();
    }
    Answer answer = get(path);
    if (answer.status() != 200) {
      throw new AssertionError(url + path + ": " + answer);
    }
    return answer.body();
  }
}

package io.lockstep.knative.served;

import io.lockstep.knative.polling.Deadline;
import io.lockstep.knative.polling.NoAnswerException;
import io.lockstep.knative.polling.OneLine;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.TypeConversionException;

/** Asks a function over HTTP. */
public final class HttpAnswers {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** A cold start is held by Knative until the function answers. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Even when the deadline is nearer: a function on a busy machine takes a while. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT)
          .build();
  private final URI base;

  /**
   * @param base with or without a slash at its end
   */
  public HttpAnswers(URI base) {
    this.base = URI.create(base.toString().replaceFirst("/+$", ""));
  }

  /** Reads a URL of HTTP to which a path can be added; for picocli. */
  public static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getRawUserInfo() != null) {
        throw new TypeConversionException(
            "it has a user or a password, which are not sent; leave them out");
      }
      if (url.getHost() != null
          && List.of("http", "https").contains(url.getScheme())
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw new TypeConversionException("'" + text + "' is no URL; write http://localhost:8080");
  }

  /** The URL of the function. */
  URI base() {
    return base;
  }

  /**
   * Gets it.
   *
   * @param path with a slash in front
   * @throws NoAnswerException if nothing that speaks HTTP has answered
   */
  HttpResponse<String> get(String path, Deadline deadline) throws NoAnswerException {
    // Not the request's own timeout, which ends with the headers: a body may hang, too.
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
    Duration timeout = timeout(deadline);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new NoAnswerException("%s took more than %d s".formatted(path, timeout.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new NoAnswerException(OneLine.of((Throwable) e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("interrupted", e);
    }
  }

  private static Duration timeout(Deadline deadline) {
    Duration left = deadline.left();
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left.compareTo(LONGEST) > 0 ? LONGEST : left;
  }
}

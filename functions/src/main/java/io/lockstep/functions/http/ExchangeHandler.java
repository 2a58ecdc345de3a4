package io.lockstep.functions.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.http.ETag;

/** Carries a request to the router and its answer back: headers, 304, packing, HEAD. */
final class ExchangeHandler implements HttpHandler {
  private static final int AT_ONCE = 1024;

  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final BodyWriter bodies = new BodyWriter();
  private final Router router;
  private final String pagePolicy;
  private volatile boolean ending;

  /**
   * @param pagePolicy Content-Security-Policy of HTML; everything else may load nothing at all
   */
  ExchangeHandler(Router router, String pagePolicy) {
    this.router = router;
    this.pagePolicy = pagePolicy;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    permits.acquireUninterruptibly();
    try (exchange) {
      Request request = Request.of(exchange);
      send(exchange, request, router.answer(request));
    } finally {
      permits.release();
    }
  }

  /** From now on an answer is the last one on its connection. */
  void end() {
    ending = true;
  }

  /** Whether there are requests under way. */
  boolean isBusy() {
    return permits.availablePermits() < AT_ONCE;
  }

  private void send(HttpExchange exchange, Request request, Response answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    boolean head = exchange.getRequestMethod().equals("HEAD");
    secure(headers, answer);
    if (ending) {
      headers.set("Connection", "close");
    }
    answer.headers().forEach(headers::set);
    if (answer.mediaType().isEmpty()) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    headers.merge(
        "Vary",
        List.of("Accept-Encoding"),
        (others, own) -> List.of(others.get(0) + ", " + own.get(0)));
    if (answer.status() == 200 && (head || exchange.getRequestMethod().equals("GET"))) {
      headers.set("ETag", answer.etag().formattedTag());
      if (isAskedForAnother(request)) {
        exchange.sendResponseHeaders(412, -1);
        return;
      }
      if (isKnown(request, answer)) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
    }
    headers.set("Content-Type", answer.mediaType());
    Body body = answer.body();
    if (body.length() > 0 && ContentNegotiation.packs(request.headers(), answer.isWorthPacking())) {
      headers.set("Content-Encoding", "gzip");
      body = answer.packed();
    }
    int length = body.length();
    if (head) {
      headers.set("Content-Length", String.valueOf(length));
    }
    exchange.sendResponseHeaders(answer.status(), head || length == 0 ? -1 : length);
    if (!head) {
      bodies.write(exchange.getResponseBody(), body);
    }
  }

  /** By strong comparison, which a weak ETag never passes (RFC 9110, 13.1.1). */
  private static boolean isAskedForAnother(Request request) {
    List<String> wanted = request.headers().getOrEmpty("If-Match");
    return !wanted.isEmpty()
        && ETag.parse(String.join(",", wanted)).stream().noneMatch(ETag::isWildcard);
  }

  /** By weak comparison (RFC 9110, 13.1.2). */
  private static boolean isKnown(Request request, Response answer) {
    return ETag.parse(String.join(",", request.headers().getOrEmpty("If-None-Match"))).stream()
        .anyMatch(known -> known.isWildcard() || known.compare(answer.etag(), false));
  }

  private void secure(Headers headers, Response answer) {
    headers.set("Cache-Control", "no-cache");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Frame-Options", "DENY");
    headers.set(
        "Content-Security-Policy",
        answer.mediaType().startsWith("text/html")
            ? pagePolicy
            : "default-src 'none'; frame-ancestors 'none'");
  }
}

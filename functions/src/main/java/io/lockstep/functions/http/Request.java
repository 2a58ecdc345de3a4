package io.lockstep.functions.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A request.
 *
 * @param path as it was sent, not decoded; one that nothing answers, if it is none
 * @param query as it was sent, empty for none
 * @param body reads it, up to {@value #MOST_BYTES} bytes
 */
record Request(
    String method, String path, String query, HttpHeaders headers, Supplier<String> body) {
  private static final int MOST_BYTES = 64 * 1024;

  static Request of(HttpExchange exchange) {
    URI uri = exchange.getRequestURI();
    HttpHeaders headers = new HttpHeaders();
    exchange.getRequestHeaders().forEach(headers::put);
    return new Request(
        exchange.getRequestMethod(),
        path(uri),
        Optional.ofNullable(uri.getRawQuery()).orElse(""),
        headers,
        () -> body(exchange, headers));
  }

  /**
   * In a target that begins with two slashes Java finds a host, and the path behind it: a proxy in
   * front, which knows the whole as the path (RFC 9112, 3.2.1), would have let in another one.
   */
  private static String path(URI uri) {
    return Optional.ofNullable(uri.getRawPath())
        .filter(path -> path.startsWith("/") && !uri.toString().startsWith("//"))
        .orElse("/*");
  }

  private static String body(HttpExchange exchange, HttpHeaders headers) {
    try (InputStream body = exchange.getRequestBody()) {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES || headers.getContentLength() > MOST_BYTES) {
        // Were it left unread, the connection would be reset, and the answer lost with it.
        body.readNBytes(MOST_BYTES);
        throw new ResponseStatusException(
            HttpStatus.CONTENT_TOO_LARGE, "a body has at most " + MOST_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException | IndexOutOfBoundsException e) {
      // Its chunks are none, or too large for the JDK's count, or the client has gone: no fault of
      // ours.
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "the body does not come as the headers say");
    }
  }
}

package io.lockstep.functions.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.web.util.FunctionWebRequestProcessingHelper;
import org.springframework.cloud.function.web.util.FunctionWrapper;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * Calls a function the way spring-cloud-function-web does, with its conversion and its CloudEvents.
 * Only the headers of the content and of a CloudEvent reach it, and of its answer's only a
 * CloudEvent's go back: spring-cloud-function-web would echo every header of the request.
 */
final class FunctionCalls {
  private static final String CLOUD_EVENT = "ce-";

  private final FunctionCatalog catalog;

  FunctionCalls(FunctionCatalog catalog) {
    this.catalog = catalog;
  }

  /** Calls with the function's own input. */
  Response call(FunctionHandler<?, ?> handler, String input) {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    return call(handler, input, headers);
  }

  /** Calls with the body of a request, which may be a CloudEvent. */
  Response call(FunctionHandler<?, ?> handler, String body, HttpHeaders received) {
    FunctionWrapper wrapper =
        new FunctionWrapper(catalog.lookup(handler.name(), handler.mediaType().toString()), "POST");
    HttpHeaders headers = new HttpHeaders();
    received.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(CLOUD_EVENT) || lower.equals("content-type")) {
            headers.put(lower, values);
          }
        });
    wrapper.setHeaders(headers);
    Object result =
        Mono.from(
                FunctionWebRequestProcessingHelper.processRequest(
                    wrapper, body, false, List.of(), List.copyOf(headers.headerNames())))
            .block();
    if (result instanceof ResponseEntity<?> entity && entity.getBody() != null) {
      return Response.of(
          200,
          handler.mediaType().toString(),
          body(entity.getBody()),
          cloudEvent(entity.getHeaders()));
    }
    throw notTaken(handler);
  }

  static ResponseStatusException notTaken(FunctionHandler<?, ?> handler) {
    return new ResponseStatusException(
        HttpStatus.BAD_REQUEST, "the body is not what " + handler.name() + " takes");
  }

  private static Body body(Object body) {
    if (body instanceof Body whole) {
      return whole;
    }
    return Body.of(
        body instanceof byte[] bytes
            ? bytes
            : String.valueOf(body).getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> cloudEvent(HttpHeaders headers) {
    Map<String, String> kept = new LinkedHashMap<>();
    headers.forEach(
        (name, values) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith(CLOUD_EVENT) && !values.isEmpty()) {
            kept.put(name, values.get(0));
          }
        });
    return kept;
  }
}

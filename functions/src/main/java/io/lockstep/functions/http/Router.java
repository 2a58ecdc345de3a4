package io.lockstep.functions.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.lockstep.functions.login.Logins;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the handler of a path. Only the names of handlers reach Spring Cloud Function, so that its
 * composition by path ({@code a,b} and {@code a|b}) and everything else is 404.
 */
public final class Router {
  private static final int LONGEST = 4096;
  private static final MediaType STRUCTURED_EVENT =
      new MediaType("application", "cloudevents+json");
  private static final Duration PROBED = Duration.ofMillis(300);
  private static final String READ = "GET, HEAD, OPTIONS";
  private static final String CALL = "GET, HEAD, OPTIONS, POST";

  /** The name of an app; it has no character that would have to be decoded. */
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  private final Map<String, List<FunctionHandler<?, ?>>> paths = new LinkedHashMap<>();
  private final Map<String, ProbeHandler> probes;
  private final Optional<Logins> logins;
  private final FunctionCalls calls;
  private final JsonMapper json;
  private final ProblemResponses problems;
  private final SharedResponses shared = new SharedResponses(this::call);

  /** However many probe, the database is read once in this time. */
  private final LoadingCache<ProbeHandler, Response> probed =
      Caffeine.newBuilder().expireAfterWrite(PROBED).executor(Runnable::run).build(Router::look);

  /**
   * Answers with these.
   *
   * @param forms the functions that answer one path, each in a form of its own; the first one if
   *     the client has no preference
   * @param logins who may see more than whether a probe is good; empty for everybody
   */
  public Router(
      FunctionCatalog catalog,
      List<FunctionHandler<?, ?>> functions,
      Map<String, List<FunctionHandler<?, ?>>> forms,
      List<ProbeHandler> probes,
      Optional<Logins> logins,
      JsonMapper json) {
    functions.forEach(function -> paths.put(function.name(), List.of(function)));
    paths.putAll(forms);
    this.probes =
        probes.stream().collect(Collectors.toMap(ProbeHandler::path, Function.identity()));
    this.logins = logins;
    this.calls = new FunctionCalls(catalog);
    this.json = json;
    this.problems = new ProblemResponses(json);
  }

  /** Answers anything; never throws. */
  Response answer(Request request) {
    try {
      if (request.path().length() + request.query().length() > LONGEST) {
        throw new ResponseStatusException(
            HttpStatus.URI_TOO_LONG, "more than " + LONGEST + " characters in path and query");
      }
      ProbeHandler probe = probes.get(request.path());
      Optional<String> credentials =
          Optional.ofNullable(request.headers().getFirst(HttpHeaders.AUTHORIZATION));
      if (probe != null && logins.isPresent() && credentials.isEmpty()) {
        return probe(request, probe).inAWord(); // a kubelet can't log in
      }
      logins.ifPresent(some -> admit(some.check(credentials)));
      if (probe != null) {
        return probe(request, probe);
      }
      return function(request);
    } catch (RuntimeException e) {
      return problems.of(e, HttpStatus.INTERNAL_SERVER_ERROR);
    }
  }

  private static void admit(Logins.Verdict verdict) {
    switch (verdict) {
      case ADMITTED -> {}
      case REFUSED ->
          throw refusal(
              HttpStatus.UNAUTHORIZED,
              "a user and a password are needed, by basic authentication",
              HttpHeaders.WWW_AUTHENTICATE,
              "Basic realm=\"Lockstep\", charset=\"UTF-8\"");
      case BUSY ->
          throw refusal(
              HttpStatus.TOO_MANY_REQUESTS,
              "too many log in at the same moment; ask again",
              HttpHeaders.RETRY_AFTER,
              "1");
      case NO_ACCOUNTS ->
          throw refusal(
              HttpStatus.SERVICE_UNAVAILABLE,
              "nobody can log in at the moment; the log says why",
              HttpHeaders.RETRY_AFTER,
              "10");
    }
  }

  private Response probe(Request request, ProbeHandler probe) {
    return switch (request.method()) {
      case "GET", "HEAD" -> probed.get(probe);
      case "OPTIONS" -> options(READ);
      default -> throw notAllowed(READ);
    };
  }

  private static Response look(ProbeHandler probe) {
    ProbeHandler.Result result = probe.look();
    return Response.text(result.good() ? 200 : 503, result.text());
  }

  private Response function(Request request) {
    String[] parts = request.path().substring(1).split("/", -1);
    List<FunctionHandler<?, ?>> forms = paths.getOrDefault(parts[0], List.of());
    Optional<String> argument = parts.length > 1 ? Optional.of(parts[1]) : Optional.empty();
    if (forms.isEmpty()
        || parts.length > 2
        || argument.filter(text -> !SEGMENT.matcher(text).matches()).isPresent()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "there is nothing here");
    }
    return forms.size() == 1
        ? function(request, forms.get(0), argument)
        : form(request, forms, argument);
  }

  /** What is asked chooses the form, if only one knows it; else the client does. */
  private Response form(
      Request request, List<FunctionHandler<?, ?>> forms, Optional<String> argument) {
    if (argument.isPresent() || !request.query().isEmpty() || request.method().equals("POST")) {
      HttpQuery query = HttpQuery.of(argument, request.query());
      return function(
          request,
          forms.stream().filter(one -> one.takes(query)).findFirst().orElse(forms.get(0)),
          argument);
    }
    MediaType preferred =
        ContentNegotiation.preferred(
            request.headers(), forms.stream().map(FunctionHandler::mediaType).toList());
    FunctionHandler<?, ?> handler =
        forms.stream().filter(one -> one.mediaType().equals(preferred)).findFirst().orElseThrow();
    return function(request, handler, argument).varyingBy("Accept");
  }

  private Response function(
      Request request, FunctionHandler<?, ?> handler, Optional<String> argument) {
    try {
      return switch (request.method()) {
        case "GET", "HEAD" -> get(request, handler, argument);
        case "POST" -> post(request, handler, argument);
        case "OPTIONS" -> options(CALL);
        default -> throw notAllowed(CALL);
      };
    } catch (RuntimeException e) {
      return problems.of(e, handler.refused());
    }
  }

  private static Response options(String methods) {
    return Response.empty(204, Map.of("Allow", methods));
  }

  private static ErrorResponseException notAllowed(String methods) {
    return refusal(
        HttpStatus.METHOD_NOT_ALLOWED, "only " + methods + " work here", "Allow", methods);
  }

  private static ErrorResponseException refusal(
      HttpStatus status, String why, String header, String value) {
    ErrorResponseException refusal =
        new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, why), null);
    refusal.getHeaders().set(header, value);
    return refusal;
  }

  private Response get(Request request, FunctionHandler<?, ?> handler, Optional<String> argument) {
    Object query = handler.query(HttpQuery.of(argument, request.query()));
    return shared.get(handler, json.writeValueAsString(query));
  }

  /** Refusals and a database that is away are answers too, and shared like others. */
  private Response call(SharedResponses.Question question) {
    try {
      return calls.call(question.handler(), question.input());
    } catch (RuntimeException e) {
      return problems.of(e, question.handler().refused());
    }
  }

  /**
   * Calls with a body, which must be exactly the function's input: Spring Cloud Function would pass
   * on a body that it can't convert. Without an event around it, it asks what a GET may ask too.
   */
  private Response post(Request request, FunctionHandler<?, ?> handler, Optional<String> argument) {
    HttpQuery.of(argument, request.query()).allow(false, Set.of());
    HttpHeaders headers = request.headers();
    MediaType type = type(headers);
    boolean structured = STRUCTURED_EVENT.equalsTypeAndSubtype(type);
    boolean event = structured || headers.containsHeader("ce-specversion");
    if (!event && !MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
      throw unsupportedType();
    }
    String body = request.body().get();
    try {
      JsonNode document = json.readTree(body.isBlank() ? "{}" : body);
      JsonNode data = structured ? document.path("data") : document;
      if (!data.isObject()) {
        throw FunctionCalls.notTaken(handler);
      }
      Object input = json.treeToValue(data, handler.input());
      return event
          ? calls.call(handler, document.toString(), headers)
          : shared.get(handler, json.writeValueAsString(input));
    } catch (JacksonException e) {
      throw FunctionCalls.notTaken(handler);
    }
  }

  /** JSON unless the client says otherwise. */
  private static MediaType type(HttpHeaders headers) {
    try {
      return Optional.ofNullable(headers.getContentType()).orElse(MediaType.APPLICATION_JSON);
    } catch (InvalidMediaTypeException e) {
      throw unsupportedType();
    }
  }

  private static ResponseStatusException unsupportedType() {
    return new ResponseStatusException(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE, "a body is application/json, or a CloudEvent");
  }
}

package io.lockstep.functions.http;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Knows which paths there are. Only names that were given to it reach Spring Cloud Function, so
 * that its composition by path ({@code a,b} and {@code a|b}) and all else is 404.
 */
public final class Router {
  private static final Duration RENEW = Duration.ofMillis(350);
  private static final Duration FRESH = Duration.ofMillis(700);
  private static final int REMEMBERED = 64;
  private static final int LONGEST = 4096;
  private static final MediaType STRUCTURED_EVENT =
      new MediaType("application", "cloudevents+json");
  private static final String READ = "GET, HEAD, OPTIONS";
  private static final String CALL = "GET, HEAD, OPTIONS, POST";

  /** What an app can be called, and nothing that would have to be decoded. */
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<String, Probe> probes;
  private final List<Endpoint> root;
  private final FunctionCalls calls;
  private final JsonMapper json;
  private final Problems problems;

  /**
   * One answer for all who ask the same at the same moment. Before it is too old, the next who asks
   * makes a new one while the others still get the old, so that a crowd never waits together.
   */
  private final AsyncLoadingCache<Question, Answer> answers =
      Caffeine.newBuilder()
          .refreshAfterWrite(RENEW)
          .expireAfterWrite(FRESH)
          .maximumSize(REMEMBERED)
          .executor(Runnable::run)
          .buildAsync(
              new CacheLoader<>() {
                @Override
                public Answer load(Question question) {
                  return call(question);
                }

                @Override
                public Answer reload(Question question, Answer known) {
                  Answer now = call(question);
                  return now.isSameAs(known) ? known : now;
                }
              });

  private record Question(Endpoint endpoint, String input) {}

  /**
   * @param root the functions that answer {@code /}, each in a form of its own; the first one if
   *     the client has no preference
   * @param probes by their paths
   */
  public Router(
      FunctionCatalog catalog,
      List<Endpoint> endpoints,
      List<String> root,
      Map<String, Probe> probes,
      JsonMapper json) {
    endpoints.forEach(endpoint -> this.endpoints.put(endpoint.function(), endpoint));
    this.root = root.stream().map(this.endpoints::get).toList();
    this.probes = Map.copyOf(probes);
    this.calls = new FunctionCalls(catalog);
    this.json = json;
    this.problems = new Problems(json);
  }

  /** Answers anything; never throws. */
  Answer answer(Request request) {
    try {
      if (request.path().length() + request.query().length() > LONGEST) {
        throw new HttpProblem(414, "more than " + LONGEST + " characters in path and query");
      }
      Probe probe = probes.get(request.path());
      return probe == null ? function(request) : probe(request, probe);
    } catch (HttpProblem problem) {
      return problems.of(problem);
    } catch (RuntimeException e) {
      return problems.of(e, 500);
    }
  }

  private Answer probe(Request request, Probe probe) {
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        Probe.Result result = probe.look();
        yield Answer.text(result.good() ? 200 : 503, result.text());
      }
      case "OPTIONS" -> Answer.empty(204, Map.of("Allow", READ));
      default -> problems.methodNotAllowed(READ);
    };
  }

  private Answer function(Request request) {
    String[] parts = request.path().substring(1).split("/", -1);
    if (request.path().equals("/")) {
      return root(request);
    }
    Endpoint endpoint = endpoints.get(parts[0]);
    if (endpoint == null || parts.length > 2) {
      throw new HttpProblem(404, "there is nothing here");
    }
    Optional<String> argument = parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
    if (argument.filter(text -> !SEGMENT.matcher(text).matches()).isPresent()) {
      throw new HttpProblem(404, "there is nothing here");
    }
    return function(request, endpoint, argument);
  }

  private Answer root(Request request) {
    MediaType preferred =
        ContentNegotiation.preferred(
            request.headers(), root.stream().map(Endpoint::mediaType).toList());
    Endpoint endpoint =
        root.stream().filter(one -> one.mediaType().equals(preferred)).findFirst().orElseThrow();
    return function(request, endpoint, Optional.empty()).varyingBy("Accept");
  }

  private Answer function(Request request, Endpoint endpoint, Optional<String> argument) {
    try {
      return switch (request.method()) {
        case "GET", "HEAD" -> get(request, endpoint, argument);
        case "POST" -> post(request, endpoint, argument);
        case "OPTIONS" -> Answer.empty(204, Map.of("Allow", CALL));
        default -> problems.methodNotAllowed(CALL);
      };
    } catch (HttpProblem problem) {
      throw problem;
    } catch (RuntimeException e) {
      return problems.of(e, endpoint.refused());
    }
  }

  private Answer get(Request request, Endpoint endpoint, Optional<String> argument) {
    Object query = endpoint.query().read(HttpQuery.of(argument, request.query()));
    String input = json.writeValueAsString(query);
    return answers.get(new Question(endpoint, input)).join();
  }

  /** Refusals and a database that is away are answers too, and shared like others. */
  private Answer call(Question question) {
    try {
      return calls.call(question.endpoint(), question.input());
    } catch (RuntimeException e) {
      return problems.of(e, question.endpoint().refused());
    }
  }

  /**
   * Calls with a body, which must be exactly what the function takes: Spring Cloud Function would
   * hand over what it could not convert.
   */
  private Answer post(Request request, Endpoint endpoint, Optional<String> argument) {
    HttpQuery.of(argument, request.query()).allow(false, Set.of());
    HttpHeaders headers = request.headers();
    MediaType type = type(headers);
    boolean structured = STRUCTURED_EVENT.equalsTypeAndSubtype(type);
    boolean event = structured || headers.containsHeader("ce-specversion");
    if (!event && !MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
      throw notTaken();
    }
    String body = request.body().get();
    try {
      JsonNode document = json.readTree(body.isBlank() ? "{}" : body);
      JsonNode data = structured ? document.path("data") : document;
      if (!data.isObject()) {
        throw notTaken(endpoint);
      }
      Object input = json.treeToValue(data, endpoint.input());
      return event
          ? calls.call(endpoint, document.toString(), headers)
          : calls.call(endpoint, json.writeValueAsString(input));
    } catch (JacksonException e) {
      throw notTaken(endpoint);
    }
  }

  /** JSON unless the client says otherwise. */
  private static MediaType type(HttpHeaders headers) {
    try {
      return Optional.ofNullable(headers.getContentType()).orElse(MediaType.APPLICATION_JSON);
    } catch (InvalidMediaTypeException e) {
      throw notTaken();
    }
  }

  private static HttpProblem notTaken() {
    return new HttpProblem(415, "a body is application/json, or a CloudEvent");
  }

  private static HttpProblem notTaken(Endpoint endpoint) {
    return new HttpProblem(400, "the body is not what " + endpoint.function() + " takes");
  }
}

package io.lockstep.functions.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a GET asks for beyond the function's name.
 *
 * @param argument the rest of the path, {@code main} in {@code /migrations/main}
 * @param parameters by name, each with all its values
 */
public record HttpQuery(Optional<String> argument, Map<String, List<String>> parameters) {
  private static final int MOST_PARAMETERS = 50;

  static HttpQuery of(Optional<String> argument, @Nullable String raw) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    String[] pairs = raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1);
    if (pairs.length > MOST_PARAMETERS) {
      throw new HttpProblem(400, "more than " + MOST_PARAMETERS + " query parameters");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return new HttpQuery(argument, parameters);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpProblem(400, "a query parameter is not percent-encoded as it should be");
    }
  }

  /**
   * Refuses what a function does not know.
   *
   * @throws HttpProblem (404) for a path that goes on, (400) for another parameter
   */
  public HttpQuery allow(boolean withArgument, Set<String> names) {
    if (argument.isPresent() && !withArgument) {
      throw new HttpProblem(404, "there is nothing here");
    }
    parameters.keySet().stream()
        .filter(name -> !names.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new HttpProblem(
                  400,
                  "an unknown query parameter; "
                      + (names.isEmpty() ? "there are none here" : "known here: " + names));
            });
    return this;
  }

  /** All values of a parameter, in their order. */
  public List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /**
   * The value of a parameter that can be there once.
   *
   * @throws HttpProblem (400) if it is there twice
   */
  public Optional<String> one(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw new HttpProblem(400, name + " can be there only once");
    }
    return values.stream().findFirst();
  }

  /**
   * The value of a number.
   *
   * @throws HttpProblem (400) if it is there twice, or is no number
   */
  public Optional<Integer> number(String name) {
    Optional<String> value = one(name);
    if (value.filter(text -> !text.matches("[0-9]{1,9}")).isPresent()) {
      throw new HttpProblem(400, name + " takes one number, 0 or greater");
    }
    return value.map(Integer::valueOf);
  }
}

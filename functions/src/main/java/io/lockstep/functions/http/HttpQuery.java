package io.lockstep.functions.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * The question of a GET, beyond the function's name.
 *
 * @param argument the rest of the path, {@code main} in {@code /migrations/main}
 * @param parameters by name, each with all its values
 */
public record HttpQuery(Optional<String> argument, MultiValueMap<String, String> parameters) {
  private static final int MOST_PARAMETERS = 50;

  static HttpQuery of(Optional<String> argument, String raw) {
    MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
    if (!raw.isEmpty()) {
      UriComponentsBuilder.newInstance()
          .query(raw)
          .build()
          .getQueryParams()
          .forEach((name, values) -> values.forEach(value -> add(parameters, name, value)));
    }
    return new HttpQuery(argument, parameters);
  }

  private static void add(
      MultiValueMap<String, String> parameters, String name, @Nullable String value) {
    parameters.add(decoded(name), value == null ? "" : decoded(value));
    if (parameters.values().stream().mapToInt(List::size).sum() > MOST_PARAMETERS) {
      throw badRequest("more than " + MOST_PARAMETERS + " query parameters");
    }
  }

  /** As a form encodes it: a plus is a space. */
  private static String decoded(String text) {
    try {
      return UriUtils.decode(text.replace('+', ' '), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badRequest("a query parameter is not percent-encoded as it should be");
    }
  }

  private static ResponseStatusException badRequest(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }

  /** A part that a function does not know; perhaps another form of the path does. */
  static final class UnknownPartException extends ResponseStatusException {
    private static final long serialVersionUID = 1L;

    private UnknownPartException(HttpStatus status, String detail) {
      super(status, detail);
    }
  }

  /**
   * Refuses parts that a function does not know.
   *
   * @throws ResponseStatusException (404) for a path that goes on, (400) for another parameter
   */
  public HttpQuery allow(boolean withArgument, Set<String> names) {
    if (argument.isPresent() && !withArgument) {
      throw new UnknownPartException(HttpStatus.NOT_FOUND, "there is nothing here");
    }
    if (!names.containsAll(parameters.keySet())) {
      throw new UnknownPartException(
          HttpStatus.BAD_REQUEST,
          "an unknown query parameter; "
              + (names.isEmpty() ? "there are none here" : "known here: " + names));
    }
    return this;
  }

  /** All values of a parameter, in their order. */
  public List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /**
   * The value of a parameter that can be there once.
   *
   * @throws ResponseStatusException (400) if it is there twice
   */
  public Optional<String> one(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw badRequest(name + " can be there only once");
    }
    return values.stream().findFirst();
  }

  /**
   * The value of a number.
   *
   * @throws ResponseStatusException (400) if it is there twice, or is no number
   */
  public Optional<Integer> number(String name) {
    Optional<String> value = one(name);
    if (value.filter(text -> !text.matches("[0-9]{1,9}")).isPresent()) {
      throw badRequest(name + " takes one number, 0 or greater");
    }
    return value.map(Integer::valueOf);
  }
}

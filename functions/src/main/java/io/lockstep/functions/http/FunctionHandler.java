package io.lockstep.functions.http;

import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.server.ResponseStatusException;

/**
 * A function with the path that it answers. Over HTTP it is asked by a GET, by a POST of its input
 * as JSON, or by a CloudEvent; Spring Cloud Function knows it by its name.
 *
 * @param <I> its question
 * @param <O> its answer
 */
public abstract class FunctionHandler<I, O> implements Function<I, O> {
  private final String name;
  private final MediaType mediaType;
  private final Class<I> input;
  private final Class<O> output;
  private final HttpStatus refused;

  /**
   * Describes the function.
   *
   * @param name of the function, and the first part of its path
   * @param mediaType of its answers
   * @param input as which the body of a POST is read
   * @param refused the status of the answer to a question that is understood and can't be answered
   */
  protected FunctionHandler(
      String name, MediaType mediaType, Class<I> input, Class<O> output, HttpStatus refused) {
    this.name = name;
    this.mediaType = mediaType;
    this.input = input;
    this.output = output;
    this.refused = refused;
  }

  /**
   * Turns a GET into the function's input.
   *
   * @throws ResponseStatusException (400 or 404) if there is anything in it that the function does
   *     not know
   */
  protected abstract I query(HttpQuery query);

  /** Whether it knows all that is in a GET, though perhaps not with these values. */
  final boolean takes(HttpQuery query) {
    try {
      query(query);
      return true;
    } catch (HttpQuery.UnknownPartException e) {
      return false;
    } catch (ResponseStatusException e) {
      return true;
    }
  }

  /** The function's name. */
  public final String name() {
    return name;
  }

  /** The class of its input. */
  public final Class<I> input() {
    return input;
  }

  /** The class of its output. */
  public final Class<O> output() {
    return output;
  }

  final MediaType mediaType() {
    return mediaType;
  }

  final HttpStatus refused() {
    return refused;
  }
}

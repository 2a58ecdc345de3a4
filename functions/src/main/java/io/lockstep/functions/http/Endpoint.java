package io.lockstep.functions.http;

import org.springframework.http.MediaType;

/**
 * A function with the way it is asked over HTTP.
 *
 * @param function its name, and the first part of its path
 * @param mediaType what it answers
 * @param query turns a GET into the function's input, and refuses what it does not know
 * @param input the function's input, as which the body of a POST is read
 * @param refused the status of a question that was understood, and can't be answered
 */
public record Endpoint(
    String function, MediaType mediaType, QueryReading query, Class<?> input, int refused) {

  /** Turns a GET into a function's input. */
  @FunctionalInterface
  public interface QueryReading {
    /**
     * Reads it.
     *
     * @throws HttpProblem if there is anything in it that the function does not know
     */
    Object read(HttpQuery query);
  }
}

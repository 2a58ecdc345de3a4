package io.lockstep.program;

import io.lockstep.Exit;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints one JSON document on standard output. */
public final class Json {
  private Json() {}

  /** What every command prints instead of its result when it ends with an error. */
  public static void printError(Exit exit, String message) {
    print(Map.of("error", Map.of("exit", exit.code(), "message", message)));
  }

  /** Prints it, indented. */
  public static void print(Object document) {
    System.out.println(
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(document));
  }
}

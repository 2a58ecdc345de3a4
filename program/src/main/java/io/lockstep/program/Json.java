package io.lockstep.program;

import io.lockstep.ExitCode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints one JSON document on standard output. */
public final class Json {
  private Json() {}

  /** Standard output in UTF-8: in a container there is seldom a locale, and logs are read as it. */
  public static PrintStream utf8() {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }

  /** What every command prints instead of its result when it ends with an error. */
  static void printError(ExitCode exit, String message) {
    print(Map.of("error", Map.of("exit", exit.code(), "message", message)));
  }

  /** Prints it, indented, and in UTF-8 whatever the locale is, as JSON has to be. */
  public static void print(Object document) {
    utf8()
        .println(
            JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document));
  }
}

package io.lockstep.program.json;

import io.lockstep.ExitCode;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints one JSON document on standard output. */
public final class Json {
  private Json() {}

  /** Standard output in UTF-8: containers seldom have a locale, and logs are read as UTF-8. */
  public static PrintStream utf8() {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }

  /** Prints the document that takes the place of the result when a command ends with an error. */
  public static void printError(ExitCode exit, String message) {
    print(Map.of("error", Map.of("exit", exit.code(), "message", message)));
  }

  /**
   * Prints the document, indented, and in UTF-8 whatever the locale is (RFC 8259, section 8.1). It
   * is never in memory as a whole.
   */
  public static void print(Object document) {
    Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
    try {
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .addModule(InstantSerializer.module())
          .build()
          .writeValue(out, document);
      out.write(System.lineSeparator());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

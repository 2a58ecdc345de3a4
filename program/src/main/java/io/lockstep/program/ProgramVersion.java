package io.lockstep.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * The version of this program and of what it runs with. The names of the components are those of
 * the JSON, which is a contract.
 *
 * @param version Maven's
 * @param commit that it was built from, with {@code -dirty} if something was not committed; empty
 *     if the build was not told
 * @param jdk the Java runtime's
 * @param flyway the library's
 */
public record ProgramVersion(String version, Optional<String> commit, String jdk, String flyway) {
  /** Reads the version of the running program. */
  public static ProgramVersion read() {
    Properties built = new Properties();
    try (InputStream file =
        Objects.requireNonNull(
            ProgramVersion.class.getResourceAsStream("version.properties"), "made by Maven")) {
      built.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProgramVersion(
        built.getProperty("version", ""),
        Optional.of(built.getProperty("commit", "")).filter(text -> !text.isBlank()),
        Runtime.version().toString(),
        built.getProperty("flyway", ""));
  }

  /** The lines for a person. */
  public List<String> lines() {
    return List.of(
        "Lockstep " + version + commit.map(hash -> " (commit " + hash + ")").orElse(""),
        "JDK " + jdk,
        "Flyway " + flyway);
  }
}

package io.lockstep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Another program that tests run, where {@code .ci/tools} has installed it. */
public final class InstalledTool {
  private InstalledTool() {}

  /** Finds it, or skips the test and prints why. */
  public static Path named(String name) {
    Path program = folder().resolve(name);
    if (!Files.isExecutable(program)) {
      String reason = "skipped: no " + program + "; .ci/tools installs it";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    return program;
  }

  private static Path folder() {
    return Optional.ofNullable(System.getenv("LOCKSTEP_TOOLS"))
        .map(Path::of)
        .orElseGet(() -> cache().resolve("lockstep/tools"));
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
  }
}

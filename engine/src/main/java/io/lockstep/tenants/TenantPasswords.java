package io.lockstep.tenants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder with the password files that a tenants' query may name. Who can write to the table
 * that is asked must not thereby choose any file to be sent as a password.
 *
 * @param folder that they lie below
 * @param others files that are no tenant's, wherever they lie: our own passwords
 */
public record TenantPasswords(Path folder, List<Path> others) {
  /** Where the chart mounts the tenants' Secrets. */
  public static final TenantPasswords DEFAULT =
      new TenantPasswords(Path.of("/secrets/tenants"), List.of());

  /**
   * The file that a row names: relative to the folder, or absolute; empty if it isn't below the
   * folder, or a link leads it out of there, or it is one of the others. It need not exist.
   */
  Optional<Path> file(String named) {
    try {
      Path base = folder.toAbsolutePath().normalize();
      Path file = base.resolve(named).normalize();
      boolean below = file.startsWith(base) && !file.equals(base);
      return below && (!Files.exists(file) || isBelowByLinks(base, file))
          ? Optional.of(file)
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private boolean isBelowByLinks(Path base, Path file) throws IOException {
    for (Path other : others) {
      if (Files.exists(other) && Files.isSameFile(file, other)) {
        return false;
      }
    }
    return file.toRealPath().startsWith(base.toRealPath());
  }
}

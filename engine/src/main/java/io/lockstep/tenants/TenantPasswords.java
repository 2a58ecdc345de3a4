package io.lockstep.tenants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder with the password files that a tenants' query may name. A role that can write to the
 * queried table must not be able to choose any file, which would then be sent as a password.
 *
 * @param folder the folder of the files, at any depth
 * @param others files that never belong to a tenant, wherever they are: our own passwords
 */
public record TenantPasswords(Path folder, List<Path> others) {
  /** The folder where the chart mounts the tenants' Secrets. */
  public static final TenantPasswords DEFAULT =
      new TenantPasswords(Path.of("/secrets/tenants"), List.of());

  /**
   * Finds the file that a row names, relative to the folder or absolute. The result is empty if the
   * file is outside the folder, also by a link, or is one of the others. The file need not exist.
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

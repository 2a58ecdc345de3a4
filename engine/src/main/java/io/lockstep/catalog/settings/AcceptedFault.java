package io.lockstep.catalog.settings;

import io.lockstep.LockstepException;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fault that is known and stays: {@code accept.KIND.VERSION=REASON}. Any other fault of the same
 * migration counts.
 *
 * @param version of the migration that has the fault
 */
public record AcceptedFault(AcceptableFault fault, Version version, String reason) {
  static final String PREFIX = "accept.";

  /**
   * Reads all of them.
   *
   * @throws LockstepException ({@link io.lockstep.ExitCode#USAGE}) for an unknown kind, a bad
   *     version or a missing reason
   */
  static List<AcceptedFault> read(SettingsFile file) throws IOException {
    List<AcceptedFault> accepted = new ArrayList<>();
    for (SettingsFile.Setting setting : file.entries(key -> key.startsWith(PREFIX))) {
      String[] parts = setting.key().substring(PREFIX.length()).split("\\.", 2);
      Optional<AcceptableFault> fault = AcceptableFault.parse(parts[0]);
      Optional<Version> version = parts.length == 2 ? Version.parse(parts[1]) : Optional.empty();
      if (fault.isEmpty() || version.isEmpty()) {
        throw file.refused(
            setting.key(),
            "",
            fault.isEmpty() ? "no fault of that kind can be accepted" : "that is no version",
            "Write " + PREFIX + "KIND.VERSION=REASON; kinds are " + AcceptableFault.known() + ".");
      }
      if (setting.value().isEmpty()) {
        throw file.refused(
            setting.key(),
            "",
            "a fault is accepted for a reason only",
            "Write the reason behind the = sign: reports show it.");
      }
      accepted.add(new AcceptedFault(fault.get(), version.get(), setting.value()));
    }
    return List.copyOf(accepted);
  }

  /** Its key in the settings. */
  @Override
  public String toString() {
    return PREFIX + fault.key() + "." + version;
  }
}

package io.lockstep.program;

import picocli.CommandLine.IVersionProvider;

/** Prints the version for {@code --version}, whatever the command. */
public final class VersionProvider implements IVersionProvider {
  /** For picocli, and for programs that make their commands themselves. */
  public VersionProvider() {}

  @Override
  public String[] getVersion() {
    return ProgramVersion.read().lines().toArray(String[]::new);
  }
}

package io.lockstep.program;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints, whatever the command. */
public final class VersionProvider implements IVersionProvider {
  /** Made by picocli, or by who makes its commands. */
  public VersionProvider() {}

  @Override
  public String[] getVersion() {
    return ProgramVersion.read().lines().toArray(String[]::new);
  }
}

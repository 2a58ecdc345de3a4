package io.lockstep.program;

import picocli.CommandLine.Model.OptionSpec;

/** An option without a value: false unless it is given. */
public final class Flag {
  private Flag() {}

  /** One of this name, for a command to add. */
  public static OptionSpec of(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .initialValue(false)
        .description(description)
        .build();
  }
}

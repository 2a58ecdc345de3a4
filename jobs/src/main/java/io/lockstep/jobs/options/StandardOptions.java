package io.lockstep.jobs.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** picocli's own help and version options, which it would read from annotations. */
public final class StandardOptions {
  private StandardOptions() {}

  /** Adds {@code --help} and {@code --version} to a command. */
  public static CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(
            OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .initialValue(false)
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .type(boolean.class)
                .initialValue(false)
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }
}

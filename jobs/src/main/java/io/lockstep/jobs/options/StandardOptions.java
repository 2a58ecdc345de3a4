package io.lockstep.jobs.options;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Options and arguments that several commands have, without annotations. */
public final class StandardOptions {
  private StandardOptions() {}

  /** One or more targets. */
  public static PositionalParamSpec targets(String description) {
    return PositionalParamSpec.builder()
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel("TARGET")
        .arity("1..*")
        .required(true)
        .description(description)
        .build();
  }

  /** Adds picocli's own {@code --help} and {@code --version} to a command. */
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

package io.lockstep.program;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;

/**
 * Gives options their defaults from environment variables. An option names its variable as its
 * descriptionKey, where picocli's own provider looks for the name of a property, too. picocli's
 * {@code ${env:NAME}} would take an empty variable for a value, and manifests have many of those.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The variable's value, unless it is missing or blank: then the option's own default holds. */
  @Override
  public @Nullable String defaultValue(ArgSpec option) {
    String value = environment.getOrDefault(String.valueOf(option.descriptionKey()), "");
    return value.isBlank() ? null : value;
  }
}

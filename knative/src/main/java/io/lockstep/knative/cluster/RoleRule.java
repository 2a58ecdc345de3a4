package io.lockstep.knative.cluster;

import java.util.Optional;

/**
 * A rule of a Role, in the words of its YAML.
 *
 * @param name the only object that it is about; empty for all
 */
public record RoleRule(String apiGroup, String resource, Optional<String> name, String verb) {
  /** A rule to get one object. */
  public static RoleRule get(String apiGroup, String resource, String name) {
    return new RoleRule(apiGroup, resource, Optional.of(name), "get");
  }

  /** A rule to list all objects of a kind, of which Kubernetes can't name some. */
  public static RoleRule list(String apiGroup, String resource) {
    return new RoleRule(apiGroup, resource, Optional.empty(), "list");
  }

  @Override
  public String toString() {
    return "apiGroups [%s], resources [%s], %sverbs [%s]"
        .formatted(
            apiGroup.isEmpty() ? "\"\"" : apiGroup,
            resource,
            name.map(only -> "resourceNames [" + only + "], ").orElse(""),
            verb);
  }
}

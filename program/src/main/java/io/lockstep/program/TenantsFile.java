package io.lockstep.program;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.tenants.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tenants as JSON: {@code [{"name": "acme", "database": "acme", "passwordFile": "/secrets/acme"}]}.
 */
public final class TenantsFile {
  private TenantsFile() {}

  /**
   * Reads it.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read, or is something else;
   *     what is in it is not shown, since there may be passwords
   */
  public static List<Tenant> read(Path file) {
    if (!Files.isReadable(file)) {
      throw wrong(file, "there is no such file, or it can't be read");
    }
    try {
      List<Tenant> tenants =
          JsonMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
              .build()
              .readValue(file.toFile(), new TypeReference<List<Tenant>>() {});
      if (tenants == null || tenants.stream().anyMatch(t -> t == null || t.name() == null)) {
        throw wrong(file, "a tenant has no name");
      }
      return List.copyOf(tenants);
    } catch (JacksonException e) {
      throw wrong(
          file,
          "%s, at line %d"
              .formatted(reason(e), e.getLocation() == null ? 0 : e.getLocation().getLineNr()));
    }
  }

  /** Jackson's own message may quote the file, which may have passwords. */
  private static String reason(JacksonException e) {
    return e instanceof tools.jackson.databind.exc.UnrecognizedPropertyException unknown
        ? "a tenant has no property " + unknown.getPropertyName()
        : "it is not a list of tenants in JSON";
  }

  private static LockstepException wrong(Path file, String why) {
    return new LockstepException(
        ExitCode.USAGE,
        "the tenants in " + file,
        why,
        "Give a file like: [{\"name\": \"acme\", \"database\": \"acme\"}]; a tenant may have host, port, schema, user, password, passwordFile and sslmode, too.");
  }
}

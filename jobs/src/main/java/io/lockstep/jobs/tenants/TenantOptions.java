package io.lockstep.jobs.tenants;

import io.lockstep.database.Connector;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.program.TenantsFile;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantQuery;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name the tenants. */
final class TenantOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--tenants",
      paramLabel = "FILE",
      description =
          "The tenants as JSON: [{\"name\": \"acme\", \"database\": \"acme\"}], with host, port, schema, user, password, passwordFile and sslmode where they differ. Default: LOCKSTEP_TENANTS.")
  private Optional<Path> file;

  @Option(
      names = "--tenants-query",
      paramLabel = "SQL",
      description =
          "Ask the database of POSTGRES_DB for them; columns name, host, port, database, schema, user, password_file (below LOCKSTEP_TENANTS_PASSWORDS, else /secrets/tenants), sslmode. A row with a host or port of its own needs its own user and password_file. Default: LOCKSTEP_TENANTS_QUERY.")
  private Optional<String> query;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TenantOptions() {}

  /** The source of the tenants, which is read when it is needed. */
  Function<Connector, TenantList> source(CommonOptions common) {
    boolean given = file.isPresent() || query.isPresent();
    Optional<Path> from =
        given ? file : common.value("LOCKSTEP_TENANTS").map(name -> Path.of(name));
    Optional<String> sql = given ? query : common.value("LOCKSTEP_TENANTS_QUERY");
    if (from.isPresent() == sql.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "give one of --tenants FILE and --tenants-query SQL");
    }
    return sql.<Function<Connector, TenantList>>map(
            text -> new TenantQuery(text, common.tenantPasswords())::read)
        .orElseGet(
            () -> own -> TenantList.of(own.settings(), TenantsFile.read(from.orElseThrow())));
  }
}

package io.lockstep.jobs.tenants;

import io.lockstep.run.report.MigrateRequest;
import picocli.CommandLine.Option;

/** The option that lets a rollout create the schemas of new tenants. */
final class CreateSchemaOption {
  @Option(
      names = "--create-schema",
      description =
          "Create the schema that a tenant names if it does not exist; the role that runs owns it. Without this such a tenant is refused.")
  private boolean createSchema;

  /** The request of each tenant's run. */
  MigrateRequest in(MigrateRequest each) {
    return each.with(each.options().creatingSchema(createSchema));
  }
}

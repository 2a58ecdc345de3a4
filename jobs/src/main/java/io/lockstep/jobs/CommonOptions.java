package io.lockstep.jobs;

import io.lockstep.Pace;
import io.lockstep.adopt.Adoption;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.program.Flag;
import io.lockstep.program.ProgramOptions;
import io.lockstep.rehearse.Rehearsal;
import io.lockstep.run.Lockstep;
import io.lockstep.run.RunListener;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantPasswords;
import io.lockstep.tenants.TenantRollout;
import io.lockstep.tenants.TenantVerification;
import io.lockstep.tenants.TenantsVerifier;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** What every command can be told. */
final class CommonOptions {
  private final ProgramOptions program = new ProgramOptions();
  private final OptionSpec json = Flag.of("--json", "One JSON document on standard output.");
  private final OptionSpec connectWait =
      OptionSpec.builder("--connect-wait")
          .type(Duration.class)
          .paramLabel("TIME")
          .defaultValue("60s")
          .description("How long to keep trying to reach the database. Default: 60s.")
          .build();

  @Spec
  void addTo(CommandSpec spec) {
    program.addTo(spec);
    spec.addOption(json).addOption(connectWait);
  }

  Lockstep lockstep(Pace pace) {
    return lockstep(pace, RunListener.NONE);
  }

  Lockstep lockstep(Pace pace, RunListener listener) {
    program.applyVerbose();
    return new Lockstep(connector(pace), program.catalog(), pace, listener);
  }

  /** Many databases, of which the configured one says what a tenant is like. */
  TenantRollout tenantRollout(
      Pace pace, Function<Connector, TenantList> source, RunListener listener) {
    program.applyVerbose();
    return new TenantRollout(connector(pace), source, program.catalog(), pace, listener);
  }

  /** The same databases, to be looked at. */
  TenantsVerifier tenantsVerifier(
      Pace pace, Function<Connector, TenantList> source, Consumer<TenantVerification> each) {
    program.applyVerbose();
    return new TenantsVerifier(connector(pace), source, program.catalog(), pace, each);
  }

  /** The steps in scratch databases are not worth a log line each. */
  Rehearsal rehearsal(Pace pace) {
    program.applyTerse("io.lockstep.run", "io.lockstep.lock");
    return new Rehearsal(connector(pace), program.catalog(), pace);
  }

  /** Neither are those that it compares with; but who holds the lock is. */
  Adoption adoption(Pace pace) {
    program.applyTerse("io.lockstep.run");
    return new Adoption(connector(pace), program.catalog(), pace);
  }

  private Connector connector(Pace pace) {
    return new Connector(program.settings(), pace, connectWait.getValue());
  }

  /** What the environment or its file says. */
  Optional<String> value(String name) {
    return program.environment().value(name);
  }

  TenantPasswords tenantPasswords() {
    return program.environment().tenantPasswords();
  }

  Optional<Reader> reader() {
    return program.environment().reader();
  }

  boolean json() {
    return json.<Boolean>getValue();
  }
}

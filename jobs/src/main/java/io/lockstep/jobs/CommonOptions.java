package io.lockstep.jobs;

import io.lockstep.CancellableClock;
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

  Lockstep lockstep(CancellableClock clock) {
    return lockstep(clock, RunListener.NONE);
  }

  Lockstep lockstep(CancellableClock clock, RunListener listener) {
    program.applyVerbose();
    return new Lockstep(connector(clock), program.catalog(), clock, listener);
  }

  /** Many databases, of which the configured one says what a tenant is like. */
  TenantRollout tenantRollout(
      CancellableClock clock, Function<Connector, TenantList> source, RunListener listener) {
    program.applyVerbose();
    return new TenantRollout(connector(clock), source, program.catalog(), clock, listener);
  }

  /** The same databases, to be looked at. */
  TenantsVerifier tenantsVerifier(
      CancellableClock clock,
      Function<Connector, TenantList> source,
      Consumer<TenantVerification> each) {
    program.applyVerbose();
    return new TenantsVerifier(connector(clock), source, program.catalog(), clock, each);
  }

  /** The steps in scratch databases are not worth a log line each. */
  Rehearsal rehearsal(CancellableClock clock) {
    program.applyTerse("io.lockstep.run", "io.lockstep.lock");
    return new Rehearsal(connector(clock), program.catalog(), clock);
  }

  /** Neither are those that it compares with; but who holds the lock is. */
  Adoption adoption(CancellableClock clock) {
    program.applyTerse("io.lockstep.run");
    return new Adoption(connector(clock), program.catalog(), clock);
  }

  private Connector connector(CancellableClock clock) {
    return new Connector(program.settings(), clock, connectWait.getValue());
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

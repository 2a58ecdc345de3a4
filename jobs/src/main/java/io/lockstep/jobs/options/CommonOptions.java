package io.lockstep.jobs.options;

import io.lockstep.CancellableClock;
import io.lockstep.adopt.Adoption;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.program.Flag;
import io.lockstep.program.ProgramOptions;
import io.lockstep.rehearse.Rehearsal;
import io.lockstep.run.Lockstep;
import io.lockstep.run.report.RunListener;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantPasswords;
import io.lockstep.tenants.rollout.TenantRollout;
import io.lockstep.tenants.rollout.TenantVerification;
import io.lockstep.tenants.rollout.TenantsVerifier;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The options of every command that works with a database. */
public final class CommonOptions {
  private final ProgramOptions program = new ProgramOptions();
  private final OptionSpec json = Flag.of("--json", "One JSON document on standard output.");
  private final OptionSpec connectWait =
      OptionSpec.builder("--connect-wait")
          .type(Duration.class)
          .paramLabel("TIME")
          .defaultValue("60s")
          .description("How long to keep trying to reach the database. Default: 60s.")
          .build();

  /** Filled by picocli, also as a mixin. */
  public CommonOptions() {}

  /** Adds them to a command. */
  @Spec
  public void addTo(CommandSpec spec) {
    program.addTo(spec);
    spec.addOption(json).addOption(connectWait);
  }

  /** The configured database and folder. */
  public Lockstep lockstep(CancellableClock clock) {
    return lockstep(clock, RunListener.NONE);
  }

  /** The same, with a listener to each run. */
  public Lockstep lockstep(CancellableClock clock, RunListener listener) {
    program.applyVerbose();
    return new Lockstep(connector(clock), program.catalog(), clock, listener);
  }

  /** Many databases; a tenant takes from the configured one what it doesn't say itself. */
  public TenantRollout tenantRollout(
      CancellableClock clock,
      Function<Connector, TenantList> source,
      RunListener listener,
      Optional<Integer> parallel) {
    program.applyVerbose();
    return new TenantRollout(
        connector(clock), source, program.catalog(), clock, listener, parallel);
  }

  /** The same databases, for a look at each. */
  public TenantsVerifier tenantsVerifier(
      CancellableClock clock,
      Function<Connector, TenantList> source,
      Consumer<TenantVerification> each,
      Optional<Integer> parallel) {
    program.applyVerbose();
    return new TenantsVerifier(connector(clock), source, program.catalog(), clock, each, parallel);
  }

  /** A rehearsal, without a log line for each step in a scratch database. */
  public Rehearsal rehearsal(CancellableClock clock) {
    program.applyTerse("io.lockstep.run", "io.lockstep.lock");
    return new Rehearsal(connector(clock), program.catalog(), clock);
  }

  /** An adoption, without a log line for each step, but with those of the lock. */
  public Adoption adoption(CancellableClock clock) {
    program.applyTerse("io.lockstep.run");
    return new Adoption(connector(clock), program.catalog(), clock);
  }

  private Connector connector(CancellableClock clock) {
    return new Connector(program.settings(), clock, connectWait.getValue());
  }

  /** A variable of the environment or of its file; empty if it is missing or blank. */
  public Optional<String> value(String name) {
    return program.environment().value(name);
  }

  /** The files that may hold tenants' passwords. */
  public TenantPasswords tenantPasswords() {
    return program.environment().tenantPasswords();
  }

  /** The role that only reads, where its name and password are set. */
  public Optional<Reader> reader() {
    return program.environment().reader();
  }

  /** Whether standard output is one JSON document. */
  public boolean json() {
    return json.<Boolean>getValue();
  }
}

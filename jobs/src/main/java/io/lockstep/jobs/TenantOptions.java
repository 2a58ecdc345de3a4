package io.lockstep.jobs;

import io.lockstep.database.Connector;
import io.lockstep.program.TenantsFile;
import io.lockstep.tenants.Share;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantQuery;
import io.lockstep.tenants.Wave;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which tenants there are, and which of them a process takes. */
final class TenantOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--tenants",
      paramLabel = "FILE",
      description =
          "The tenants as JSON: [{\"name\": \"acme\", \"database\": \"acme\"}], with host, port, user, password, passwordFile and sslmode where they differ. Default: LOCKSTEP_TENANTS.")
  private Optional<Path> file;

  @Option(
      names = "--tenants-query",
      paramLabel = "SQL",
      description =
          "Ask the database of POSTGRES_DB for them; columns name, host, port, database, user, password_file, sslmode. Default: LOCKSTEP_TENANTS_QUERY.")
  private Optional<String> query;

  @Option(
      names = "--canary",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "${env:LOCKSTEP_CANARIES:-}",
      description =
          "A tenant that goes first. May be repeated, or have commas. Default: LOCKSTEP_CANARIES.")
  private List<String> canaries = List.of();

  @Option(
      names = "--wave",
      paramLabel = "WAVE",
      defaultValue = "all",
      description =
          "canary: only those; rest: only the others, once another process has brought all canaries to the targets in this rollout. Default: all.")
  private String wave;

  @Option(
      names = "--index",
      paramLabel = "I",
      defaultValue = "${env:JOB_COMPLETION_INDEX}",
      description =
          "Take only the tenant at this place of the wave, from 0; or with --shares a share. Default: JOB_COMPLETION_INDEX.")
  private Optional<Integer> index;

  @Option(
      names = "--shares",
      paramLabel = "N",
      defaultValue = "${env:LOCKSTEP_SHARES}",
      description =
          "How many processes share the wave, each with an --index from 0. Default: LOCKSTEP_SHARES.")
  private Optional<Integer> shares;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TenantOptions() {}

  Set<String> canaries() {
    return canaries.stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  Wave wave() {
    return switch (wave) {
      case "all" -> Wave.ALL;
      case "canary" -> Wave.CANARY;
      case "rest" -> Wave.REST;
      default -> throw wrong("--wave " + wave + ": give all, canary or rest");
    };
  }

  Optional<Share> share() {
    if (shares.filter(n -> n < 1).isPresent() || index.filter(i -> i < 0).isPresent()) {
      throw wrong("--index goes from 0, --shares from 1");
    }
    if (shares.isPresent() && index.filter(i -> i < shares.get()).isEmpty()) {
      throw wrong("--shares needs an --index from 0 to one less");
    }
    return index.map(i -> new Share(i, shares));
  }

  /** Reads the list, when it is needed. */
  Function<Connector, TenantList> source(CommonOptions common) {
    boolean given = file.isPresent() || query.isPresent();
    Optional<Path> from =
        given ? file : common.value("LOCKSTEP_TENANTS").map(name -> Path.of(name));
    Optional<String> sql = given ? query : common.value("LOCKSTEP_TENANTS_QUERY");
    if (from.isPresent() == sql.isPresent()) {
      throw wrong("give one of --tenants FILE and --tenants-query SQL");
    }
    return sql.<Function<Connector, TenantList>>map(text -> new TenantQuery(text)::read)
        .orElseGet(
            () -> own -> TenantList.of(own.settings(), TenantsFile.read(from.orElseThrow())));
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}

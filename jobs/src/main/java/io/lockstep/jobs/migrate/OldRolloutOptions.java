package io.lockstep.jobs.migrate;

import static io.lockstep.jobs.migrate.RolloutOptions.given;
import static io.lockstep.jobs.migrate.RolloutOptions.wrong;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.rollout.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What named a rollout before {@code --rollout}, for charts and scripts of before; the next version
 * no longer has it.
 */
final class OldRolloutOptions {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep");

  private final OptionSpec release = withVariable("--release");
  private final OptionSpec revision = withVariable("--revision");
  private final OptionSpec generation = withVariable("--generation");
  // Their variables stay: the chart sets them.
  private final OptionSpec job = option("--job").build();
  private final OptionSpec current = option("--current").build();

  private static OptionSpec withVariable(String name) {
    return option(name)
        .descriptionKey("LOCKSTEP_" + name.substring(2).toUpperCase(Locale.ROOT))
        .build();
  }

  private static OptionSpec.Builder option(String name) {
    return OptionSpec.builder(name).type(String.class).hidden(true);
  }

  void addTo(CommandSpec spec) {
    spec.addOption(release)
        .addOption(revision)
        .addOption(generation)
        .addOption(job)
        .addOption(current);
  }

  Optional<String> job() {
    return given(job);
  }

  Optional<String> current() {
    return given(current);
  }

  /**
   * The rollout that {@code --rollout} names, else the one that these name.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if both do, and differ
   */
  Optional<Rollout> or(Optional<Rollout> named) {
    Optional<Rollout> old = rollout(given(release).or(() -> named.map(Rollout::release)));
    named.ifPresent(rollout -> refuseOther(rollout, old));
    List<String> instead = new ArrayList<>();
    if (named.isEmpty()) {
      old.ifPresent(rollout -> instead.add(newName(rollout) + " (LOCKSTEP_ROLLOUT)"));
    }
    job().ifPresent(uid -> instead.add("LOCKSTEP_JOB"));
    current().ifPresent(id -> instead.add("LOCKSTEP_CURRENT"));
    if (!instead.isEmpty()) {
      log.warn("the next version has no {}: pass {} instead", names(), String.join(", ", instead));
    }
    return named.or(() -> old);
  }

  private Optional<Rollout> rollout(Optional<String> name) {
    Optional<String> id = given(generation);
    if (id.isPresent()) {
      return Optional.of(new Rollout.Generation(name.orElse("default"), id.get()));
    }
    Optional<Long> number = given(revision).map(OldRolloutOptions::revision);
    if (number.isPresent() && name.isEmpty()) {
      throw wrong("--revision " + number.get(), "nothing says of which release");
    }
    return number.map(n -> new Rollout.Revision(name.orElseThrow(), n));
  }

  private static long revision(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw wrong("--revision " + text, "that is no whole number");
    }
  }

  private void refuseOther(Rollout named, Optional<Rollout> old) {
    if (!given(release).orElse(named.release()).equals(named.release())
        || !old.orElse(named).equals(named)) {
      throw new LockstepException(
          ExitCode.USAGE,
          "--rollout " + named.name(),
          names()
              + " say another rollout: "
              + old.map(Rollout::toString).orElse(given(release).orElse("")),
          "Leave out the old ones: --rollout says all of it.");
    }
  }

  /** A generation that is a number would be a revision by its new name. */
  private static String newName(Rollout rollout) {
    boolean same = Rollout.parse(rollout.name()).filter(rollout::equals).isPresent();
    return "--rollout " + (same ? rollout.name() : "NAME@ID, with an ID that is no number");
  }

  /** Those that are given, with their variables. */
  private String names() {
    return Stream.of(release, revision, generation, job, current)
        .filter(option -> given(option).isPresent())
        .map(
            option ->
                option.longestName()
                    + (option.descriptionKey() == null ? "" : " (" + option.descriptionKey() + ")"))
        .collect(Collectors.joining(", "));
  }
}

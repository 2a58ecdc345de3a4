package io.lockstep.importing.formats.sqitch;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@code sqitch.plan}, and the folders {@code deploy} and {@code revert} beside it. */
public final class SqitchProject {
  private static final String PLAN = "sqitch.plan";
  private static final int SHOWN = 5;

  /** {@code [deploy "variables"]}, {@code [engine "pg.variables"]}. */
  private static final Pattern VARIABLES = Pattern.compile("\\s*\\[.*variables\"\\s*].*");

  private final ParsedSource found = new ParsedSource();
  private final Map<String, SourceFile> files;
  private final String folder;

  private SqitchProject(Map<String, SourceFile> files, SourceFile plan) {
    this.files = files;
    this.folder = plan.name().substring(0, plan.name().length() - PLAN.length());
  }

  /** Reads a folder, in which or below which there is one plan. */
  public static ParsedSource read(List<SourceFile> all) {
    List<SourceFile> plans = all.stream().filter(file -> file.fileName().equals(PLAN)).toList();
    if (plans.size() != 1) {
      throw new LockstepException(
          ExitCode.USAGE,
          "importing a project of sqitch's",
          plans.isEmpty()
              ? "there is no sqitch.plan in the folder"
              : "there are several: " + Abridged.names(plans.stream().map(SourceFile::name).toList()),
          "Give the folder that has the plan, and deploy and revert beside it. Nothing was written.");
    }
    SqitchProject project =
        new SqitchProject(
            all.stream().collect(Collectors.toMap(SourceFile::name, Function.identity())),
            plans.get(0));
    project.readPlan(plans.get(0));
    return project.found;
  }

  private void readPlan(SourceFile plan) {
    List<String> tags = new ArrayList<>();
    for (SqitchPlan.Change change : SqitchPlan.read(plan.name(), plan.read(), found)) {
      add(change);
      change
          .tags()
          .forEach(tag -> tags.add(0, "@%s is %04d".formatted(tag, found.migrations().size())));
    }
    if (!tags.isEmpty()) {
      found.add(
          Note.fact(
              plan.name(),
              "targets are versions here, and its newest tags are these: "
                  + String.join(", ", tags.subList(0, Math.min(SHOWN, tags.size()))),
              ""));
    }
    long verified =
        files.keySet().stream().filter(name -> name.startsWith(folder + "verify/")).count();
    if (verified > 0) {
      found.add(
          Note.fact(
              folder + "verify",
              "is left out: ./lockstep verify compares the schema with what the migrations make",
              ""));
    }
    Optional.ofNullable(files.get(folder + "sqitch.conf"))
        .filter(conf -> conf.read().lines().anyMatch(line -> VARIABLES.matcher(line).matches()))
        .ifPresent(
            conf ->
                found.add(
                    Note.todo(
                        conf.name(),
                        "sets variables, which psql replaces and Lockstep leaves as they are",
                        "Write their values into the files.")));
  }

  private void add(SqitchPlan.Change change) {
    Optional<SourceFile> deploy = script("deploy", change);
    if (deploy.isEmpty()) {
      found.add(
          Note.leftOut(
              change.scripts().get(0),
              "has no script in " + folder + "deploy",
              "Add it, and import again."));
      return;
    }
    found.add(
        new ForeignMigration(
            deploy.get().name(),
            Optional.empty(),
            change.name(),
            change.name(),
            ForeignScript.of(deploy.get().read()),
            script("revert", change)
                .map(revert -> found.undo(revert.name(), ForeignScript.of(revert.read())))));
  }

  private Optional<SourceFile> script(String kind, SqitchPlan.Change change) {
    return change.scripts().stream()
        .flatMap(
            name -> Optional.ofNullable(files.get(folder + kind + "/" + name + ".sql")).stream())
        .findFirst();
  }
}

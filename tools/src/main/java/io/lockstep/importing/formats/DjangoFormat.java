package io.lockstep.importing.formats;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.NumberedNames;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of {@code python manage.py sqlmigrate APP 0001}, as {@code 0001_name.sql}, and with
 * {@code --backwards} as {@code 0001_name.backwards.sql}. The migrations themselves, {@code
 * 0001_name.py}, may be beside them and give the order ({@link DjangoGraph}). Django puts BEGIN and
 * COMMIT around the statements of a migration that is atomic.
 */
record DjangoFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.+?)(\\.backwards)?\\.sql");
  private static final Pattern MIGRATION = Pattern.compile("([0-9]+_.+)\\.py");

  /** The first line of one that is atomic; below it stand those of the operations. */
  private static final Pattern BEGIN = Pattern.compile("\\A\\s*BEGIN;");

  private static final Pattern MODEL = Pattern.compile("(?m)^-- (Create|Delete) model (\\S+)\\s*$");

  /** The line that sqlmigrate prints in place of a program's work. */
  private static final Pattern PROGRAM = Pattern.compile("(?m)^--.*CANNOT BE WRITTEN AS SQL.*$");

  @Override
  public String name() {
    return "django";
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    Map<String, VersionedFile> byName = new LinkedHashMap<>();
    VersionedFile.find(
            files,
            DjangoFormat::parse,
            "0003_what_it_does.sql, or 0003_what_it_does.backwards.sql for what --backwards prints",
            VersionedFile.BY_VERSION,
            found)
        .forEach(file -> byName.put(file.name().key(), file));
    Map<String, String> programs = programs(files);
    DjangoGraph graph = new DjangoGraph(byName.keySet(), programs);
    programs.keySet().stream()
        .filter(graph::lacks)
        .forEach(
            name ->
                found.add(
                    Note.leftOut(
                        name + ".py",
                        "has no " + name + ".sql beside it",
                        "Save there what sqlmigrate prints of it, and import again.")));
    graph.replaced().forEach((name, others) -> noteReplaced(name, others, found));
    List<String> order = graph.order();
    NumberedNames names = NumberedNames.of(order);
    Map<String, String> models = new HashMap<>();
    for (String name : order) {
      VersionedFile file = Objects.requireNonNull(byName.get(name));
      noteModels(file.up(), models, found);
      found.add(
          new ForeignMigration(
                  file.up().name(),
                  names.version(name),
                  graph.title(name, file.title()),
                  graph.title(name, name),
                  script(file.up(), found),
                  file.down().map(down -> script(down, found)))
              .undoneBy(file.down()));
    }
    return found;
  }

  /** The migrations themselves, if they are there, too. */
  private static Map<String, String> programs(List<SourceFile> files) {
    Map<String, String> programs = new LinkedHashMap<>();
    for (SourceFile file : files) {
      Matcher program = MIGRATION.matcher(file.fileName());
      if (program.matches()) {
        programs.put(program.group(1), file.read());
      }
    }
    return programs;
  }

  private static void noteReplaced(String name, Set<String> others, ParsedSource found) {
    found.add(
        Note.fact(
            String.join(", ", others),
            "are left out: " + name + " stands for them, as it does for Django on a new database",
            "Where only some of them are applied, let Django apply the others before you adopt."));
  }

  /** A squashed migration of any name makes once more the models of those that it stands for. */
  private static void noteModels(SourceFile file, Map<String, String> models, ParsedSource found) {
    Matcher line = MODEL.matcher(file.read());
    while (line.find()) {
      String model = line.group(2);
      String first =
          line.group(1).equals("Create") ? models.put(model, file.name()) : models.remove(model);
      if (line.group(1).equals("Create") && first != null) {
        found.add(
            Note.todo(
                file.name(),
                "makes the model " + model + ", as " + first + " does",
                "If one of them is a squashed migration, take away either it or what it stands for, and import again."));
      }
    }
  }

  private static ForeignScript script(SourceFile file, ParsedSource found) {
    String sql = file.read();
    if (PROGRAM.matcher(sql).find()) {
      found.add(
          Note.todo(
              file.name(),
              "has an operation in Python, of which sqlmigrate prints a comment alone",
              "Write in SQL what it does, where the comment is."));
    }
    ForeignScript script = ForeignScript.of(sql);
    return new ForeignScript(sql, !script.isEmpty() && !BEGIN.matcher(sql).find());
  }

  private static Optional<VersionedFile.Name> parse(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches()
        ? VersionedFile.Name.of(
            name.group(1) + "_" + name.group(2),
            name.group(1),
            name.group(2),
            name.group(3) != null)
        : Optional.empty();
  }
}

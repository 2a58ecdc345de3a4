package io.lockstep.importing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says of a change set what Liquibase would have done otherwise. */
final class ChangeSetAttributes {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{[^}\\s]+}");

  private ChangeSetAttributes() {}

  /** Notes what is not kept, and whether the change set is for PostgreSQL at all. */
  static boolean check(ChangeSet set, Found found) {
    if (!isForPostgres(set)) {
      found.add(
          Note.fact(
              set.source(),
              "is for " + set.attribute("dbms").orElse("") + ", so it is left out",
              ""));
      return false;
    }
    for (String condition : List.of("context", "contextFilter", "labels")) {
      set.attribute(condition)
          .filter(value -> !value.isBlank())
          .ifPresent(
              value ->
                  found.add(
                      Note.todo(
                          set.source(),
                          "runs only with "
                              + condition
                              + " "
                              + value
                              + ", and with Lockstep always",
                          "If it is not for every database, move it to an app of its own.")));
    }
    for (String again : List.of("runOnChange", "runAlways")) {
      if (set.says(again, "true")) {
        found.add(
            Note.todo(
                set.source(),
                "says " + again + ", and will be applied once",
                "To have it applied whenever it has changed, make an R__….sql of it."));
      }
    }
    set.attribute("endDelimiter")
        .filter(delimiter -> !delimiter.equals(";"))
        .ifPresent(
            delimiter ->
                found.add(
                    Note.todo(
                        set.source(),
                        "ends its statements with " + delimiter,
                        "End them with ; alone.")));
    if (set.says("failOnError", "false")) {
      found.add(
          Note.todo(
              set.source(),
              "says failOnError:false, and with Lockstep it must not fail",
              "Have its statements look first (IF EXISTS, IF NOT EXISTS)."));
    }
    if (PROPERTY.matcher(set.sql()).find()) {
      found.add(
          Note.todo(
              set.source(),
              "has ${…}, which Liquibase replaces and Lockstep leaves as it is",
              "If it is a property, write its value into the file."));
    }
    return true;
  }

  private static boolean isForPostgres(ChangeSet set) {
    Optional<List<String>> databases =
        set.attribute("dbms").map(d -> List.of(d.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)));
    return databases
        .filter(
            names ->
                names.contains("!postgresql")
                    || (!names.contains("postgresql")
                        && !names.contains("all")
                        && names.stream().noneMatch(name -> name.startsWith("!"))))
        .isEmpty();
  }
}

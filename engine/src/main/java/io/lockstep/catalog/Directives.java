package io.lockstep.catalog;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a script says about itself in {@code -- lockstep:} lines above its first statement.
 *
 * @param requires other apps' versions without which it must not be applied
 * @param noTransaction whether it asks to run outside a transaction
 * @param irreversible whether it is meant to have no undo script
 * @param draft whether it is still being written, and must not run
 */
public record Directives(
    List<Requirement> requires, boolean noTransaction, boolean irreversible, boolean draft) {
  /** The line that makes a script a draft. */
  public static final String DRAFT = "-- lockstep: draft";

  private static final String MARK = "-- lockstep:";

  /**
   * Reads the head of a script.
   *
   * @param script named in the error
   * @throws Problem ({@link Exit#USAGE}) for a directive that is not known
   */
  public static Directives read(Object script, String text) {
    List<Requirement> requires = new ArrayList<>();
    boolean noTransaction = false;
    boolean irreversible = false;
    boolean draft = false;
    for (String line :
        (Iterable<String>)
            text.lines().map(String::strip).takeWhile(l -> l.isEmpty() || l.startsWith("--"))
                ::iterator) {
      if (line.startsWith(MARK)) {
        String directive = line.substring(MARK.length()).strip();
        if (directive.equals("no-transaction")) {
          noTransaction = true;
        } else if (directive.equals("irreversible")) {
          irreversible = true;
        } else if (directive.equals("draft")) {
          draft = true;
        } else {
          requires.add(requirement(directive).orElseThrow(() -> unknown(script, directive)));
        }
      }
    }
    return new Directives(List.copyOf(requires), noTransaction, irreversible, draft);
  }

  private static Optional<Requirement> requirement(String directive) {
    String[] words = directive.split("\\s+", -1);
    if (words.length != 3 || !words[0].equals("requires")) {
      return Optional.empty();
    }
    return AppName.parse(words[1])
        .flatMap(app -> Version.parse(words[2]).map(version -> new Requirement(app, version)));
  }

  private static Problem unknown(Object script, String directive) {
    return new Problem(
        Exit.USAGE,
        script + " says \"-- lockstep: " + directive + "\"",
        "there is no such directive",
        "Known are \"-- lockstep: requires APP VERSION\", \"-- lockstep: no-transaction\", \"-- lockstep: irreversible\" and \"-- lockstep: draft\".");
  }
}

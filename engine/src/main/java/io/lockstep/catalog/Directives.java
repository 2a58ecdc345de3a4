package io.lockstep.catalog;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.script.ScriptHead;
import io.lockstep.script.ScriptReader;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script's own settings, from the {@code -- lockstep:} lines above its first statement, in upper
 * or lower case.
 *
 * @param requires other apps' versions without which it must not be applied
 * @param noTransaction true if it asks to run outside a transaction
 * @param irreversible true if it is meant to have no undo script
 * @param draft true if it is still being written, and must not run
 * @param contract true if the previous version of the application can't work after it
 * @param batch present if its one statement is to be run again and again
 */
public record Directives(
    List<Requirement> requires,
    boolean noTransaction,
    boolean irreversible,
    boolean draft,
    boolean contract,
    Optional<Batch> batch) {
  /** No directive at all. */
  public static final Directives NONE =
      new Directives(List.of(), false, false, false, false, Optional.empty());

  /** The line that makes a script a draft. */
  public static final String DRAFT = "-- lockstep: draft";

  private static final List<String> SPELLINGS = List.of("lockstep", "Lockstep", "LOCKSTEP");

  private static final Pattern DIRECTIVE =
      Pattern.compile("\\s*lockstep\\s*:\\s*(.*?)\\s*", Pattern.CASE_INSENSITIVE);

  /** A line that was probably meant as a directive. */
  private static final Pattern NEARLY =
      Pattern.compile(
          "[^\\w\"'`]*lock-?step(\\W+(no[-_ ]?transaction|irreversible|draft|contract|batch(\\W+\\d+)?)\\W*|\\W*[:;=]\\W*(requires|batch)\\b.*)",
          Pattern.CASE_INSENSITIVE);

  /**
   * Reads the head of a script.
   *
   * @param script named in the error
   * @throws LockstepException ({@link ExitCode#USAGE}) for an unknown directive, or a line that is
   *     meant for a directive and is none
   */
  public static Directives read(Object script, String text) {
    List<Requirement> requires = new ArrayList<>();
    boolean noTransaction = false;
    boolean irreversible = false;
    boolean draft = false;
    boolean contract = false;
    Optional<Batch> batch = Optional.empty();
    ScriptHead head = ScriptHead.of(text);
    for (ScriptHead.Line line : head.comments()) {
      Matcher directive = DIRECTIVE.matcher(line.text());
      if (directive.matches()) {
        String word = directive.group(1).toLowerCase(Locale.ROOT);
        switch (word) {
          case "no-transaction" -> noTransaction = true;
          case "irreversible" -> irreversible = true;
          case "draft" -> draft = true;
          case "contract" -> contract = true;
          default -> {
            Optional<Batch> read = Batch.parse(word);
            if (read.isPresent()) {
              if (batch.isPresent() && !batch.equals(read)) {
                throw twoSizes(script, line);
              }
              batch = read;
            } else {
              requires.add(
                  requirement(directive.group(1)).orElseThrow(() -> unknown(script, line)));
            }
          }
        }
      } else if (NEARLY.matcher(line.text()).matches()) {
        throw unknown(script, line);
      }
    }
    for (ScriptHead.Line line : head.blocks()) {
      if (NEARLY.matcher(line.text()).matches()) {
        throw unknown(script, line);
      }
    }
    return new Directives(
        List.copyOf(requires), noTransaction, irreversible, draft, contract, batch);
  }

  /**
   * A directive below the first statement, where it counts for nothing: a draft would run, and a
   * contract step not wait.
   */
  public static Optional<ScriptHead.Line> below(String text) {
    int end = ScriptHead.of(text).end();
    for (String word : SPELLINGS) {
      for (int at = text.indexOf(word, end); at >= 0; at = text.indexOf(word, at + 1)) {
        int comment = commentBefore(text, at);
        int stop = ScriptHead.endOfLine(text, at);
        if (comment >= end
            && isDirective(text.substring(comment + 2, stop))
            && ScriptReader.isBetweenStatements(text, comment)) {
          int line = 1 + (int) text.substring(0, comment).chars().filter(c -> c == '\n').count();
          return Optional.of(new ScriptHead.Line(line, text.substring(comment, stop).strip()));
        }
      }
    }
    return Optional.empty();
  }

  /** The position of the two dashes before it, with nothing but blanks between; else negative. */
  private static int commentBefore(String text, int at) {
    int from = at;
    while (from > 0 && (text.charAt(from - 1) == ' ' || text.charAt(from - 1) == '\t')) {
      from--;
    }
    return from >= 2 && text.startsWith("--", from - 2) ? from - 2 : -1;
  }

  private static boolean isDirective(String comment) {
    try {
      return !read("", "--" + comment).equals(NONE);
    } catch (LockstepException none) {
      return false; // prose, below
    }
  }

  /** The words of a line that is a directive. */
  static Optional<String> words(String comment) {
    Matcher directive = DIRECTIVE.matcher(comment);
    return directive.matches() ? Optional.of(directive.group(1)) : Optional.empty();
  }

  private static Optional<Requirement> requirement(String directive) {
    String[] words = directive.split("\\s+", -1);
    if (words.length != 3 || !words[0].equalsIgnoreCase("requires")) {
      return Optional.empty();
    }
    return AppName.parse(words[1])
        .flatMap(app -> Version.parse(words[2]).map(version -> new Requirement(app, version)));
  }

  private static LockstepException twoSizes(Object script, ScriptHead.Line line) {
    return new LockstepException(
        ExitCode.USAGE,
        script + " line " + line.number() + " says \"" + line.text().strip() + "\"",
        "a line above it gives batches of another size",
        "Leave one of the two lines.");
  }

  private static LockstepException unknown(Object script, ScriptHead.Line line) {
    return new LockstepException(
        ExitCode.USAGE,
        script + " line " + line.number() + " says \"" + line.text().strip() + "\"",
        "there is no such directive",
        "Known are \"-- lockstep: requires APP VERSION\", \"-- lockstep: no-transaction\", \"-- lockstep: irreversible\", \"-- lockstep: contract\", \"-- lockstep: batch ROWS\" and \"-- lockstep: draft\".");
  }
}

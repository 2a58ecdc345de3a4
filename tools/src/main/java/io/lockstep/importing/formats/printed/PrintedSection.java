package io.lockstep.importing.formats.printed;

import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Lines;
import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptReader;
import io.lockstep.script.StatementPart;
import io.lockstep.script.TransactionControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a printed text that is one migration's.
 *
 * @param heading the line above it
 * @param script its statements, without those on the tool's own table and the transaction around
 */
public record PrintedSection(MatchResult heading, ForeignScript script) {
  /**
   * Cuts a text. What is above the first heading counts as the first section's; if it only sets
   * something for the session, as each section's.
   *
   * @param heading matches the line above a migration
   * @param own true for a statement on a table of the tool's own
   */
  public static List<PrintedSection> of(String text, Pattern heading, Predicate<String> own) {
    List<MatchResult> headings = new ArrayList<>();
    List<StringBuilder> texts = new ArrayList<>(List.of(new StringBuilder()));
    for (String line : Lines.of(text)) {
      Matcher matcher = heading.matcher(line.stripTrailing());
      if (matcher.matches()) {
        headings.add(matcher.toMatchResult());
        texts.add(new StringBuilder());
      } else {
        texts.get(texts.size() - 1).append(line);
      }
    }
    ForeignScript above = cleaned(texts.get(0).toString(), own);
    String settings = onlySets(above) ? above.sql() : "";
    List<PrintedSection> sections = new ArrayList<>();
    for (int i = 0; i < headings.size(); i++) {
      ForeignScript script = cleaned(texts.get(i + 1).toString(), own);
      String before = i == 0 ? above.sql() : settings;
      sections.add(
          new PrintedSection(
              headings.get(i), new ForeignScript(before + script.sql(), script.noTransaction())));
    }
    return sections;
  }

  private static boolean onlySets(ForeignScript script) {
    return parts(script.sql())
        .filter(p -> p.stream().allMatch(TransactionControl::onlySets))
        .isPresent();
  }

  private static Optional<List<StatementPart>> parts(String text) {
    try {
      return Optional.of(ScriptReader.parts(text));
    } catch (PsqlCommandException e) {
      return Optional.empty(); // the check of the file that is written gives the reason
    }
  }

  private static ForeignScript cleaned(String text, Predicate<String> own) {
    return parts(text).map(parts -> cleaned(text, parts, own)).orElse(ForeignScript.of(text));
  }

  private static ForeignScript cleaned(
      String text, List<StatementPart> parts, Predicate<String> own) {
    List<StatementPart> kept =
        new ArrayList<>(
            parts.stream().filter(p -> !own.test(text.substring(p.start(), p.end()))).toList());
    while (!kept.isEmpty() && TransactionControl.is(kept.get(0))) {
      kept.remove(0);
    }
    while (!kept.isEmpty() && TransactionControl.is(kept.get(kept.size() - 1))) {
      kept.remove(kept.size() - 1);
    }
    String script =
        ForeignScript.of(text)
            .without(parts.stream().filter(part -> !kept.contains(part)).toList())
            .sql()
            .strip();
    List<StatementPart> between = kept.stream().filter(TransactionControl::is).toList();
    return between.isEmpty()
        ? ForeignScript.of(script.isEmpty() ? "" : script + "\n")
        : new ForeignScript(
            (begins(between.get(0)) ? "" : "BEGIN;\n\n")
                + script
                + (begins(between.get(between.size() - 1)) ? "\n\nCOMMIT;\n" : "\n"),
            true);
  }

  private static boolean begins(StatementPart control) {
    return control.first().equals("BEGIN") || control.first().equals("START");
  }
}

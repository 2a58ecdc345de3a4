package io.lockstep.jobs.rehearse;

import io.lockstep.rehearse.Finding;
import io.lockstep.rehearse.MigrationVerdict;
import io.lockstep.rehearse.RehearsalReport;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Prints findings as GitHub Actions' workflow commands, which shows them beside the line (GitHub
 * Docs, "Workflow commands", "Setting an error message").
 */
final class GithubAnnotations {
  private final PrintStream out;
  private final Path workspace;

  /**
   * @param workspace the folder that files are named from
   */
  GithubAnnotations(PrintStream out, Path workspace) {
    this.out = out;
    this.workspace = workspace;
  }

  /** Prints a line for each finding of each rehearsed script. */
  void print(RehearsalReport report, boolean strict) {
    for (MigrationVerdict verdict : report.verdicts()) {
      if (!verdict.isSkipped()) {
        verdict.findings().forEach(finding -> out.println(line(verdict, finding, strict)));
      }
    }
  }

  private String line(MigrationVerdict verdict, Finding finding, boolean strict) {
    String file = relative(verdict.fileOf(finding));
    return level(finding, strict)
        + " file="
        + property(file)
        + finding.line().map(line -> ",line=" + line).orElse("")
        + ",title="
        + property(finding.kind().text())
        + "::"
        + message(verdict, finding);
  }

  private static String level(Finding finding, boolean strict) {
    return finding.counts(strict)
        ? "::error"
        : finding.accepted().isPresent() ? "::notice" : "::warning";
  }

  private String relative(String file) {
    Path absolute = workspace.resolve(file).normalize();
    return absolute.startsWith(workspace) ? workspace.relativize(absolute).toString() : file;
  }

  private static String message(MigrationVerdict verdict, Finding finding) {
    return escaped(
        verdict.app() + " " + verdict.script() + ": " + String.join("\n", finding.lines()));
  }

  private static String escaped(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return escaped(text).replace(":", "%3A").replace(",", "%2C");
  }
}

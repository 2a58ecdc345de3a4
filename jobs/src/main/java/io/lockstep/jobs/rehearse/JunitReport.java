package io.lockstep.jobs.rehearse;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.rehearse.Finding;
import io.lockstep.rehearse.MigrationVerdict;
import io.lockstep.rehearse.RehearsalReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a rehearsal as JUnit's XML in the form of Maven's Surefire, which CI systems read. Each
 * script is a test case; a fault is its failure, a lint or an accepted fault its output.
 */
final class JunitReport {
  private final RehearsalReport report;
  private final boolean strict;

  /**
   * @param strict whether a lint is a failure, too
   */
  JunitReport(RehearsalReport report, boolean strict) {
    this.report = report;
    this.strict = strict;
  }

  /**
   * Writes the report, in place of an older one.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if the file can't be written
   */
  void write(Path file) {
    try (Writer writer = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(writer);
      xml.writeStartDocument("UTF-8", "1.0");
      suite(xml);
      xml.writeEndDocument();
      xml.close();
    } catch (IOException | XMLStreamException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              "--junit " + file,
              "the file can't be written: " + e.getMessage(),
              "Give a path in a folder that is there and can be written to.")
          .causedBy(e);
    }
  }

  private void suite(XMLStreamWriter xml) throws XMLStreamException {
    List<MigrationVerdict> verdicts = report.verdicts();
    long skipped = verdicts.stream().filter(MigrationVerdict::isSkipped).count();
    long failed =
        verdicts.stream().filter(v -> !v.isSkipped() && failures(v).findAny().isPresent()).count();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "lockstep rehearse");
    xml.writeAttribute("tests", String.valueOf(verdicts.size()));
    xml.writeAttribute("failures", String.valueOf(failed));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", String.valueOf(skipped));
    for (MigrationVerdict verdict : verdicts) {
      testCase(xml, verdict);
    }
    text(xml, "system-out", Stream.concat(report.notes().stream(), Stream.of(report.summary())));
    xml.writeEndElement();
  }

  private void testCase(XMLStreamWriter xml, MigrationVerdict verdict) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", verdict.app());
    xml.writeAttribute("name", printable(verdict.script()));
    xml.writeAttribute("file", printable(verdict.file()));
    if (verdict.isSkipped()) {
      xml.writeEmptyElement("skipped");
      xml.writeAttribute("message", printable(verdict.findings().get(0).what()));
    } else {
      for (Finding finding : failures(verdict).toList()) {
        failure(xml, finding);
      }
      List<Finding> others =
          verdict.findings().stream().filter(finding -> !finding.counts(strict)).toList();
      if (!others.isEmpty()) {
        text(xml, "system-out", others.stream().flatMap(other -> other.lines().stream()));
      }
    }
    xml.writeEndElement();
  }

  private Stream<Finding> failures(MigrationVerdict verdict) {
    return verdict.findings().stream().filter(finding -> finding.counts(strict));
  }

  private static void failure(XMLStreamWriter xml, Finding finding) throws XMLStreamException {
    xml.writeStartElement("failure");
    xml.writeAttribute("type", finding.kind().text());
    xml.writeAttribute("message", printable(finding.what()));
    xml.writeCharacters(printable(String.join("\n", finding.lines())));
    xml.writeEndElement();
  }

  private static void text(XMLStreamWriter xml, String element, Stream<String> lines)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeCharacters(printable(lines.collect(Collectors.joining("\n"))));
    xml.writeEndElement();
  }

  /** Replaces the characters that XML 1.0 does not allow (its section 2.2). */
  private static String printable(String text) {
    return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }
}

package io.lockstep.docs;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.lockstep.chart.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A {@code helm} command without a cluster: one that brings a chart is rendered with what it sets,
 * by the real Helm; of the others words and options are looked at.
 */
final class HelmLine {
  private static final Set<String> RENDERED = Set.of("install", "upgrade", "template");
  private static final Set<String> LOOKED_AT = Set.of("rollback", "test", "uninstall");
  private static final Set<String> SWITCHES =
      Set.of("--wait", "--wait-for-jobs", "--no-hooks", "--reset-then-reuse-values");

  private final List<String> names = new ArrayList<>();
  private final List<String> sets = new ArrayList<>();
  private final String verb;

  private HelmLine(List<String> words) {
    verb = words.get(1);
    Iterator<String> rest = words.subList(2, words.size()).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (word.equals(">")) {
        rest.next();
      } else if (word.equals("--set")) {
        sets.add(rest.next());
      } else if (word.equals("-n")) {
        rest.next();
      } else if (!word.startsWith("-")) {
        names.add(word);
      } else if (!SWITCHES.contains(word)) {
        throw new AssertionError("helm " + verb + ": the test knows no " + word);
      }
    }
  }

  /** Fails if it can't be right. One at a time: the library was not made for more. */
  static synchronized void check(CommandLine line) {
    HelmLine helm = new HelmLine(line.words());
    if (RENDERED.contains(helm.verb)) {
      helm.render();
    } else if (!LOOKED_AT.contains(helm.verb) || helm.names.size() != 1) {
      throw new AssertionError("no such helm command: " + line);
    }
  }

  private void render() {
    if (names.size() != 2) {
      throw new AssertionError("helm " + verb + " takes a name and a chart, not " + names);
    }
    FakeCluster.start();
    Path chart = Document.CHECKOUT.resolve(names.get(1)).normalize();
    TemplateCommand template = new Helm(chart).template().withName(names.get(0));
    template.withKubeVersion("1.34.0").set("postgresql.auth.password", "given");
    // The library takes what is set for text: {a,b} would be no list.
    Path values = values();
    if (!template.withValuesFile(values).call().contains("kind: Job")) {
      throw new AssertionError("helm " + verb + " makes no Job");
    }
  }

  /**
   * What --set says, as a file: each path is a line of YAML, and a list in braces one in brackets.
   */
  private Path values() {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      file.toFile().deleteOnExit();
      List<String> lines = sets.stream().map(HelmLine::yaml).toList();
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String yaml(String set) {
    int equals = set.indexOf('=');
    String value = set.substring(equals + 1).replaceAll("^\\{(.*)}$", "[$1]");
    String[] path = set.substring(0, equals).split("\\.", -1);
    String head = String.join(": {", path);
    return head + ": " + value + "}".repeat(path.length - 1);
  }
}

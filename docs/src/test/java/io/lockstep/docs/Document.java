package io.lockstep.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file of the checkout. An indented block is shell, a fenced one what its language says.
 * In a block with lines that begin with {@code $}, these are the commands, and what follows is what
 * they print. Inline code that begins with {@code ./lockstep} is a command as well, but for one
 * that has no arguments: that is but its name.
 */
final class Document {
  static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern INLINE = Pattern.compile("`(\\./lockstep [^` ]+ [^`]+)`");
  private static final String INDENT = "    ";
  private static final String PROMPT = "$ ";

  private final String name;
  private final List<String> lines;

  private Document(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  /** All that have commands for users or for those who work on Lockstep. */
  static List<Document> all() {
    List<String> names =
        new ArrayList<>(List.of("README.md", "chart/README.md", "SECURITY.md", "CONTRIBUTING.md"));
    names.addAll(pages("docs"));
    names.addAll(pages("docs/decisions"));
    names.addAll(pages("docs/from"));
    return names.stream().map(Document::read).toList();
  }

  private static List<String> pages(String folder) {
    try (Stream<Path> files = Files.list(CHECKOUT.resolve(folder))) {
      return files
          .map(file -> folder + "/" + file.getFileName())
          .filter(page -> page.endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Document read(String name) {
    try {
      return new Document(name, Files.readAllLines(CHECKOUT.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  List<String> lines() {
    return lines;
  }

  List<CommandLine> commands() {
    List<CommandLine> found = new ArrayList<>();
    boolean fenced = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced && line.startsWith(INDENT) && beginsBlock(i)) {
        List<String> block = block(i);
        addBlock(found, i, block);
        i += block.size() - 1;
      } else if (!fenced) {
        Matcher inline = INLINE.matcher(line);
        while (inline.find()) {
          found.add(new CommandLine(place(i), inline.group(1), List.of()));
        }
      }
    }
    return found;
  }

  private boolean beginsBlock(int line) {
    return line == 0 || lines.get(line - 1).isBlank();
  }

  private List<String> block(int from) {
    List<String> block = new ArrayList<>();
    for (int i = from; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith(INDENT) && !line.isBlank()) {
        break;
      }
      block.add(line.isBlank() ? "" : line.substring(INDENT.length()));
    }
    return block;
  }

  private void addBlock(List<CommandLine> found, int from, List<String> block) {
    boolean prompts = block.stream().anyMatch(line -> line.startsWith(PROMPT));
    for (int i = 0; i < block.size(); i++) {
      String line = block.get(i);
      if (prompts && !line.startsWith(PROMPT)) {
        continue;
      }
      String text = ShellWords.withoutComment(prompts ? line.substring(PROMPT.length()) : line);
      while (text.endsWith("\\")) {
        text = text.substring(0, text.length() - 1) + block.get(++i).strip();
      }
      if (!text.isBlank()) {
        List<String> shown =
            prompts
                ? block.subList(i + 1, block.size()).stream()
                    .takeWhile(next -> !next.startsWith(PROMPT))
                    .toList()
                : List.of();
        found.add(new CommandLine(place(from + i), text, shown));
      }
    }
  }

  private String place(int line) {
    return name + ":" + (line + 1);
  }
}

package io.lockstep.importing.formats.liquibase;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.importing.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An element of a changelog, whether it is written in XML, YAML or JSON.
 *
 * @param attributes its plain values, by name
 * @param text the text in it, without that of its children
 */
record ChangelogNode(
    String name, Map<String, String> attributes, List<ChangelogNode> children, String text) {
  private static final String ROOT = "databaseChangeLog";

  /**
   * Reads a file; empty if it is no changelog.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it is one, and can't be read
   */
  static Optional<ChangelogNode> read(SourceFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    boolean xml = name.endsWith(".xml");
    if (!xml && !name.matches(".*\\.(ya?ml|json)")) {
      return Optional.empty();
    }
    if (!mentionsRoot(file)) {
      return Optional.empty();
    }
    String text = file.read();
    try {
      ChangelogNode root = xml ? XmlNodes.read(text) : YamlNodes.read(withoutTabs(name, text));
      return xml ? Optional.of(root).filter(node -> node.name().equals(ROOT)) : root.child(ROOT);
    } catch (UnreadableChangelogException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              "importing " + file.name(),
              "it can't be read: " + e.getMessage(),
              "Correct it until Liquibase reads it. Nothing was written.")
          .causedBy(e);
    }
  }

  /** Other files of the project may have any encoding. */
  private static boolean mentionsRoot(SourceFile file) {
    try {
      return Files.readString(file.path(), StandardCharsets.ISO_8859_1).contains(ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON may be indented with tabs, and YAML not; a text in JSON has none. */
  private static String withoutTabs(String name, String text) {
    return name.endsWith(".json") ? text.replace('\t', ' ') : text;
  }

  Optional<String> attribute(String key) {
    return Optional.ofNullable(attributes.get(key));
  }

  boolean says(String key) {
    return attribute(key).filter("true"::equalsIgnoreCase).isPresent();
  }

  Optional<ChangelogNode> child(String child) {
    return children(child).stream().findFirst();
  }

  List<ChangelogNode> children(String child) {
    return children.stream().filter(node -> node.name().equals(child)).toList();
  }
}

package io.lockstep.importing.formats.liquibase;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML, and JSON, which is YAML as well. Values stay the texts that they are in the file, so
 * an identifier such as {@code 2024-01-01} is no date.
 */
final class YamlNodes {
  private YamlNodes() {}

  /** A nameless node with the file's keys. */
  static ChangelogNode read(String text) {
    try {
      return new Compose(LoadSettings.builder().build())
          .composeString(text)
          .map(root -> node("", root))
          .orElseGet(() -> new ChangelogNode("", Map.of(), List.of(), ""));
    } catch (YamlEngineException e) {
      throw new UnreadableChangelogException(e);
    }
  }

  private static ChangelogNode node(String name, Node value) {
    Map<String, String> attributes = new HashMap<>();
    List<ChangelogNode> children = new ArrayList<>();
    if (value instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (entry.getValueNode() instanceof ScalarNode scalar) {
          attributes.put(text(entry.getKeyNode()), text(scalar));
        } else {
          children.add(node(text(entry.getKeyNode()), entry.getValueNode()));
        }
      }
    } else if (value instanceof SequenceNode list) {
      list.getValue().forEach(item -> children.addAll(items(item)));
    }
    return new ChangelogNode(name, attributes, List.copyOf(children), text(value));
  }

  /** The elements in an entry of a list: each key is one. */
  private static List<ChangelogNode> items(Node item) {
    return item instanceof MappingNode map
        ? map.getValue().stream()
            .map(entry -> node(text(entry.getKeyNode()), entry.getValueNode()))
            .toList()
        : List.of();
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? scalar.getValue()
        : "";
  }
}

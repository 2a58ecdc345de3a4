package io.lockstep.chart;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Text without quotes that a reader of YAML 1.1 or 1.2 takes for something else. */
final class PlainScalars {
  /** Keys whose values are text in Kubernetes, and groups that have nothing but text. */
  private static final Set<String> TEXT =
      Set.of(
          "name",
          "value",
          "key",
          "image",
          "serviceAccountName",
          "serviceName",
          "secretName",
          "claimName",
          "storageClassName",
          "storage",
          "host",
          "path",
          "ingressClassName");

  private static final Set<String> TEXTS =
      Set.of("labels", "annotations", "matchLabels", "selector", "nodeSelector", "data", "args");

  /** Whatever one of the two, or Go's reader, resolves to a number, a boolean, null or a date. */
  private static final Pattern OTHER =
      Pattern.compile(
          "(?i)~||null|y|yes|n|no|on|off|true|false|[-+]?([.][0-9]+|[0-9][0-9_]*([.][0-9_]*)?)(e[-+]?[0-9]+)?|[0-9]+(:[0-9]+)+"
              + "|[-+]?0[xob][0-9a-f_]+|[-+]?\\.(inf|nan)|[0-9]+-[0-9]+-[0-9]+([t ].*)?");

  private PlainScalars() {}

  static List<String> mistaken(String text) {
    List<String> found = new ArrayList<>();
    new Yaml(new SafeConstructor(new LoaderOptions()))
        .composeAll(new StringReader(text))
        .forEach(document -> look(document, "", false, found));
    return found;
  }

  private static void look(Node node, String path, boolean isText, List<String> found) {
    if (node instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(
              entry -> {
                String key = ((ScalarNode) entry.getKeyNode()).getValue();
                look(entry.getKeyNode(), path + "/(key)", true, found);
                boolean text =
                    TEXTS.contains(key)
                        || (isText && entry.getValueNode() instanceof ScalarNode)
                        || (TEXT.contains(key) && entry.getValueNode() instanceof ScalarNode);
                look(entry.getValueNode(), path + "/" + key, text, found);
              });
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> look(item, path, isText, found));
    } else if (node instanceof ScalarNode scalar
        && isText
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && OTHER.matcher(scalar.getValue()).matches()) {
      found.add(path + ": " + scalar.getValue());
    }
  }
}

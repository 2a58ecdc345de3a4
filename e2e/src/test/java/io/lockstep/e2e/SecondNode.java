package io.lockstep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A further node of the cluster, on this machine, with a kubelet and a containerd of its own. New
 * pods come here once it is {@link #open}, if they have its {@link #TOLERATION}.
 */
final class SecondNode implements AutoCloseable {
  /** For the values of a Job that may come here. */
  static final String TOLERATION = "tolerations: [{key: second, operator: Exists}]";

  private final List<String> where;

  private SecondNode(List<String> where) {
    this.where = where;
  }

  static SecondNode start() {
    try {
      Path folder = Files.createTempDirectory("second-node");
      long kubelet = Node.server("kubelet").pid();
      long containerd = Node.server("containerd").pid();
      SecondNode node = new SecondNode(List.of("" + kubelet, "" + containerd, folder.toString()));
      Command.Result up = node.script("up", "localhost/pause:1", Image.given().orElseThrow());
      if (up.exit() != 0) {
        node.close();
      }
      up.succeeded();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on it takes no pods. */
  void shut() {
    Command.run(List.of("kubectl", "cordon", "second")).succeeded();
  }

  /** From now on it takes pods. */
  void open() {
    Command.run(List.of("kubectl", "uncordon", "second")).succeeded();
  }

  @Override
  public void close() {
    script("down").succeeded();
  }

  private Command.Result script(String command, String... images) {
    List<String> words = new ArrayList<>(List.of("e2e/second-node", command));
    words.addAll(where);
    words.addAll(List.of(images));
    return Command.run(words);
  }
}

package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The cluster's node, which is this machine: the processes of its pods, and its own. */
final class Node {
  private Node() {}

  /** The program of a Job's pod. In the pod's own namespace, PID 1 can't be killed. */
  static ProcessHandle jvm(JsonNode pod) {
    String uid = pod.at("/metadata/uid").asString();
    List<ProcessHandle> found =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().command().orElse("").endsWith("/java"))
            .filter(process -> isIn(process, uid))
            .toList();
    assertThat(found).as("JVMs of pod %s", uid).hasSize(1);
    return found.get(0);
  }

  /**
   * A server of the cluster, like {@code kubelet}. Where it is no process in our own network (a
   * cluster in a virtual machine), the test is skipped.
   */
  static ProcessHandle server(String name) {
    Optional<Path> network = network(ProcessHandle.current());
    List<ProcessHandle> found =
        ProcessHandle.allProcesses()
            .filter(process -> isNamed(process, name))
            .filter(process -> network(process).equals(network))
            .toList();
    assumeThat(found).as("processes of %s in this network", name).hasSize(1);
    return found.get(0);
  }

  /** By its own name, or as a part of Kubernetes in one program. */
  private static boolean isNamed(ProcessHandle process, String name) {
    boolean own = process.info().command().orElse("").endsWith("/" + name);
    return own
        || process
            .info()
            .arguments()
            .filter(words -> words.length > 0 && words[0].equals(name))
            .filter(words -> process.info().command().orElse("").endsWith("kube"))
            .isPresent();
  }

  private static Optional<Path> network(ProcessHandle process) {
    try {
      return Optional.of(
          Files.readSymbolicLink(Path.of("/proc/%d/ns/net".formatted(process.pid()))));
    } catch (IOException e) {
      return Optional.empty(); // it has ended meanwhile, or is none of ours
    }
  }

  private static boolean isIn(ProcessHandle process, String uid) {
    Path groups = Path.of("/proc/%d/cgroup".formatted(process.pid()));
    try {
      // systemd's driver writes the uid with underscores.
      return Files.readString(groups, StandardCharsets.UTF_8).replace('_', '-').contains(uid);
    } catch (NoSuchFileException e) {
      return false; // it has ended meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

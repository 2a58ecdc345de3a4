package io.lockstep.knative.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.knative.polling.OneLine;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The configuration to reach the cluster. */
public final class ClusterConfig {
  private static final Path ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");
  private static final int CONNECT_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 10_000;

  private ClusterConfig() {}

  /**
   * Reads it as kubectl does, and refuses where fabric8 would go on with an address that it made
   * up.
   *
   * @param file what the command line says; it wins
   * @throws LockstepException ({@link ExitCode#USAGE}) if there is none
   */
  public static Config read(Optional<Path> file, Map<String, String> environment) {
    Config config = file.map(ClusterConfig::fromFile).orElseGet(() -> found(environment));
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestTimeout(REQUEST_MILLIS);
    config.setRequestRetryBackoffLimit(0); // our own polling tries again, and logs that
    return config;
  }

  private static Config fromFile(Path file) {
    try {
      if (Files.isReadable(file)) {
        return Config.fromKubeconfig(file.toFile());
      }
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw unusable(
              "--kubeconfig " + file,
              "it is no kubeconfig: " + OneLine.of(String.valueOf(e.getMessage())))
          .causedBy(e);
    } catch (NullPointerException e) { // fabric8's, for a file without content
      throw unusable("--kubeconfig " + file, "it is empty").causedBy(e);
    }
    throw unusable("--kubeconfig " + file, "there is no such file, or it can't be read");
  }

  private static Config found(Map<String, String> environment) {
    String named = environment.getOrDefault("KUBECONFIG", "");
    Path home = Path.of(environment.getOrDefault("HOME", "/"), ".kube", "config");
    boolean configured =
        named.isBlank()
            ? Stream.of(home, ACCOUNT).anyMatch(Files::isReadable)
            : Arrays.stream(named.split(File.pathSeparator)).anyMatch(ClusterConfig::isFile);
    if (!configured) {
      throw unusable(
          "which cluster",
          named.isBlank()
              ? "there is neither KUBECONFIG nor " + home + ", and this is no pod with an account"
              : "KUBECONFIG=" + named + " can't be read");
    }
    return Config.autoConfigure(null);
  }

  private static boolean isFile(String path) {
    return !path.isBlank() && Files.isReadable(Path.of(path));
  }

  private static LockstepException unusable(String asked, String why) {
    return new LockstepException(
        ExitCode.USAGE, asked, why, "Set KUBECONFIG or --kubeconfig to a file that kubectl takes.");
  }
}

package io.lockstep.knative.cluster;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.knative.polling.OneLine;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration to reach the cluster. */
public final class ClusterConfig {
  private static final Path ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");
  private static final int CONNECT_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 10_000;

  private static final Pattern LINE = Pattern.compile("line ([0-9]+)");

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
    String asked = "--kubeconfig " + file;
    if (!Files.isReadable(file)) {
      throw unusable(asked, "there is no such file, or it can't be read");
    }
    return checked(asked, () -> Config.fromKubeconfig(file.toFile()));
  }

  private static Config found(Map<String, String> environment) {
    String named = environment.getOrDefault("KUBECONFIG", "");
    Path home = Path.of(environment.getOrDefault("HOME", "/"), ".kube", "config");
    if (!named.isBlank()) {
      if (Arrays.stream(named.split(File.pathSeparator)).noneMatch(ClusterConfig::isFile)) {
        throw unusable("which cluster", "KUBECONFIG=" + named + " can't be read");
      }
      return checked("KUBECONFIG=" + named, () -> Config.autoConfigure(null));
    }
    if (Files.isReadable(home)) {
      return checked(home.toString(), () -> Config.autoConfigure(null));
    }
    if (!Files.isReadable(ACCOUNT)) {
      throw unusable(
          "which cluster",
          "there is neither KUBECONFIG nor " + home + ", and this is no pod with an account");
    }
    return Config.autoConfigure(null);
  }

  /** Of files; fabric8 makes up an address where they name none. */
  private static Config checked(String asked, Supplier<Config> read) {
    Config config = parsed(asked, read);
    Optional<NamedContext> context = Optional.ofNullable(config.getCurrentContext());
    if (context.isEmpty()) {
      throw unusable(asked, "it has no current context, or not the one that it names");
    }
    if (config.getFileWithCluster() == null) {
      throw unusable(
          asked,
          "its context %s names a cluster that it does not have"
              .formatted(OneLine.of(context.get().getName())));
    }
    return config;
  }

  private static Config parsed(String asked, Supplier<Config> read) {
    try {
      return read.get();
    } catch (NullPointerException e) { // fabric8's, for a file without content
      throw unusable(asked, "it is empty").causedBy(e);
    } catch (RuntimeException e) { // fabric8's and its parser's have no class in common
      throw unusable(asked, "it is no kubeconfig" + place(e)).causedBy(e);
    }
  }

  /** Of the parser's message only the line's number, since it may quote a token. */
  private static String place(RuntimeException e) {
    Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
    return line.find() ? ", see its line " + line.group(1) : "";
  }

  private static boolean isFile(String path) {
    return !path.isBlank() && Files.isReadable(Path.of(path));
  }

  static LockstepException unusable(String asked, String why) {
    return new LockstepException(
        ExitCode.USAGE, asked, why, "Set KUBECONFIG or --kubeconfig to a file that kubectl takes.");
  }
}

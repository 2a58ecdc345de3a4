package io.lockstep.knative;

import static io.lockstep.knative.Answers.Answer.ok;
import static io.lockstep.knative.Rollouts.deployment;
import static io.lockstep.knative.Rollouts.pod;
import static io.lockstep.knative.Rollouts.pods;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.ManualClock;
import io.lockstep.knative.Answers.Answer;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.rollout.RolloutWait;
import io.lockstep.knative.rollout.WaitRecord;
import io.lockstep.knative.rollout.Workload;
import io.lockstep.knative.rollout.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A wait for rollouts, with a server in place of the Kubernetes API, and a clock of its own. */
abstract class RolloutWaits {
  static final String HASH = "pod-template-hash";
  static final Answer ROLLED_OUT = ok(deployment(3, 3, 3));
  static final Answer NEW_POD = ok(pods(pod("web-new-1", HASH, "new")));
  static final Answer OLD_POD =
      ok(pods(pod("web-new-1", HASH, "new"), pod("web-old-1", HASH, "old")));

  @TempDir Path folder;
  final Answers cluster;
  final StringWriter out = new StringWriter();
  final List<String> recorded = new ArrayList<>();
  final ManualClock clock = new ManualClock(() -> {});

  RolloutWaits() {
    try {
      cluster =
          new Answers()
              .with(Rollouts.REPLICA_SETS, ok(Rollouts.replicaSets()))
              .with(Knative.PODS, NEW_POD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  void await(String deadline, String minSoak, String... workloads) throws IOException {
    WaitRecord record =
        new WaitRecord() {
          @Override
          public void waitsFor(List<String> names) {
            recorded.add(String.join(" ", names));
          }

          @Override
          public void over() {
            recorded.add("over");
          }
        };
    try (Workloads all =
        Workloads.open(
            Optional.of(Path.of(cluster.kubeconfig(folder))),
            Optional.empty(),
            Stream.of(workloads).map(Workload::parse).toList())) {
      new RolloutWait(all, clock, new ChangeLog(new PrintWriter(out)), record)
          .until(Duration.parse(deadline), Duration.parse(minSoak));
    }
  }

  List<String> awaited(String... workloads) throws IOException {
    await("PT1H", "PT0S", workloads);
    return out.toString().lines().toList();
  }

  /** What one look finds that is still to happen. */
  String left(String workload) {
    assertThatThrownBy(() -> await("PT0S", "PT0S", workload))
        .asInstanceOf(type(LockstepException.class))
        .extracting(LockstepException::exit)
        .isEqualTo(ExitCode.OLD_PODS_LEFT);
    return out.toString();
  }
}

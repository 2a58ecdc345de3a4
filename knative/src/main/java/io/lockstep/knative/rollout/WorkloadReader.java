package io.lockstep.knative.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.lockstep.knative.cluster.ApiCall;
import io.lockstep.knative.cluster.Cluster;
import io.lockstep.knative.polling.NoAnswerException;
import java.util.List;
import java.util.Optional;

/**
 * Reads how far one workload's rollout is.
 *
 * @param <T> the kind of its object
 */
abstract class WorkloadReader<T extends HasMetadata> {
  private final Cluster cluster;
  private final Workload workload;

  WorkloadReader(Cluster cluster, Workload workload) {
    this.cluster = cluster;
    this.workload = workload;
  }

  Cluster cluster() {
    return cluster;
  }

  /** The workload that it reads. */
  Workload workload() {
    return workload;
  }

  /**
   * Reads it now.
   *
   * @throws NoAnswerException if Kubernetes didn't answer
   */
  WorkloadState read() throws NoAnswerException {
    Optional<T> found =
        ApiCall.answer(workload.toString(), workload.kind().get(workload.name()), this::find);
    return found.isEmpty() ? WorkloadState.missing() : state(found.get());
  }

  private WorkloadState state(T object) throws NoAnswerException {
    String version = WorkloadState.version(object);
    Optional<String> image = workload.imageMissing(images(object));
    if (image.isPresent()) {
      return WorkloadState.notYet(version, image.get());
    }
    return isSeen(object) ? state(object, version) : WorkloadState.unseen(version);
  }

  /** Its object, as it is now. */
  abstract Optional<T> find();

  /** The images of its template. */
  abstract List<String> images(T object);

  /** True if its status is that of its newest generation. */
  abstract boolean isSeen(T object);

  /** The state that such a status tells. */
  abstract WorkloadState state(T object, String version) throws NoAnswerException;

  /** The images of a pod's template. */
  static List<String> images(PodTemplateSpec template) {
    return template.getSpec().getContainers().stream().map(Container::getImage).toList();
  }
}

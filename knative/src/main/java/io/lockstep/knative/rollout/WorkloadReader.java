package io.lockstep.knative.rollout;

import io.lockstep.knative.polling.NoAnswerException;

/** Reads how far one workload's rollout is. */
interface WorkloadReader {
  /** The workload that it reads. */
  Workload workload();

  /**
   * Reads it now.
   *
   * @throws NoAnswerException if Kubernetes didn't answer
   */
  WorkloadState read() throws NoAnswerException;
}

package io.lockstep.knative.rollout;

import java.util.List;

/** Where others can see what is waited for. */
public interface WaitRecord {
  /** Nobody can see it. */
  WaitRecord NONE =
      new WaitRecord() {
        @Override
        public void waitsFor(List<String> names) {}

        @Override
        public void over() {}
      };

  /**
   * Says what is waited for: names of pods, or of workloads whose pods aren't old yet.
   *
   * <p>It is called at each look, however little has changed.
   */
  void waitsFor(List<String> names);

  /** Says that the wait is over, however it has ended. */
  void over();
}

package io.lockstep.rollout;

/** One deployment of a release, whose targets belong together. */
public sealed interface Rollout {
  /** Helm's name of the release. */
  String release();

  /** A rollout that is identified by a number that grows: Helm's revision. */
  record Revision(String release, long number) implements Rollout {
    @Override
    public String toString() {
      return release + " revision " + number;
    }
  }

  /**
   * A rollout that is identified by a name of its content, for revisions that don't grow (always 1
   * under Argo CD). Names have no order: the rollout whose process started last is the newest.
   */
  record Generation(String release, String id) implements Rollout {
    @Override
    public String toString() {
      return release + " generation " + id;
    }
  }
}

package io.lockstep.rollout;

/** One deployment of a release, whose targets belong together. */
public sealed interface Rollout {
  /** Helm's name of the release. */
  String release();

  /** Known by a number that grows: Helm's revision. */
  record Revision(String release, long number) implements Rollout {
    @Override
    public String toString() {
      return release + " revision " + number;
    }
  }

  /**
   * Known by a name of its content, where revisions don't grow (under Argo CD they are always 1).
   * Names have no order, so the one whose process was started last counts as newest.
   */
  record Generation(String release, String id) implements Rollout {
    @Override
    public String toString() {
      return release + " generation " + id;
    }
  }
}

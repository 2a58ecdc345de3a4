package io.lockstep.rollout;

import java.util.Optional;

/** One deployment of a release, whose targets belong together. */
public sealed interface Rollout {
  /** Helm's name of the release. */
  String release();

  /** Identifies it among the rollouts of the release. */
  String id();

  /** The release and the id, as {@link #parse} reads them. */
  default String name() {
    return release() + "@" + id();
  }

  /**
   * Reads {@code NAME@ID}: an ID of digits is a {@linkplain Revision revision}, any other one a
   * {@linkplain Generation generation}; empty for anything else, and for a number beyond 64 bits.
   */
  static Optional<Rollout> parse(String text) {
    int at = text.indexOf('@');
    String id = text.substring(at + 1).strip();
    String release = text.substring(0, Math.max(at, 0)).strip();
    if (release.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    if (!id.matches("[0-9]+")) {
      return Optional.of(new Generation(release, id));
    }
    try {
      return Optional.of(new Revision(release, Long.parseLong(id)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The revision, of a rollout that has one. */
  default Optional<Long> revision() {
    return this instanceof Revision r ? Optional.of(r.number()) : Optional.empty();
  }

  /** The generation, of a rollout that has one. */
  default Optional<String> generation() {
    return this instanceof Generation g ? Optional.of(g.id()) : Optional.empty();
  }

  /** A rollout that is identified by a number that grows: Helm's revision. */
  record Revision(String release, long number) implements Rollout {
    @Override
    public String id() {
      return String.valueOf(number);
    }

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

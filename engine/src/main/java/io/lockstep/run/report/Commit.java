package io.lockstep.run.report;

/**
 * What a statement's commit waits for. PostgreSQL writes commits to disk in their order: what is
 * committed later, by whichever session, is never there without it.
 */
public enum Commit {
  /** It waits until the disk has it, or whatever else the database's synchronous_commit says. */
  ON_DISK("select 1"),
  /** It waits for nothing. If the server dies soon after, it has not happened. */
  SOON("select set_config('synchronous_commit', 'off', true)");

  private final String setting;

  Commit(String setting) {
    this.setting = setting;
  }

  /** The begin of a statement, which must read from {@code commit}. */
  public String with() {
    return "with commit as materialized (" + setting + ")";
  }
}

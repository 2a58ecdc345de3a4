package io.lockstep.schema;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks up tables that an older Lockstep has not made, or that no Lockstep has made yet. */
public final class Relations {
  private Relations() {}

  /**
   * True if the relation exists.
   *
   * @param name qualified, and quoted where SQL needs it
   */
  public static boolean exists(JdbcClient jdbc, String name) {
    return jdbc.sql("select to_regclass(:name) is not null")
        .param("name", name)
        .query(Boolean.class)
        .single();
  }
}

package io.lockstep.run.statement;

import io.lockstep.script.Statement;
import java.util.regex.Pattern;

/** Recognizes statements after which a session is another than the run has made it. */
public final class SettingStatement {
  /** The server knows whether they have restored anything. */
  private static final Pattern RESET =
      Pattern.compile("\\b(reset|discard|set_config)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern SET_DEFAULT = Pattern.compile("SET .*(DEFAULT|LOCAL) ");

  private static final Pattern CONNECTS =
      Pattern.compile("\\bdblink_connect(_u)?\\b", Pattern.CASE_INSENSITIVE);

  private SettingStatement() {}

  /** True if it may restore the login's settings. */
  public static boolean mayReset(Statement statement) {
    return RESET.matcher(statement.text()).find()
        || statement.parts().stream().anyMatch(p -> SET_DEFAULT.matcher(p.words()).matches());
  }

  /**
   * True if the next script needs a session of its own to find what it would in psql: this one
   * opens a connection that stays open as long as the session; also by a text that it executes.
   */
  public static boolean outlastsScript(Statement statement) {
    return CONNECTS.matcher(statement.text()).find();
  }
}

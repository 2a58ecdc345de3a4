package io.lockstep.run.statement;

import io.lockstep.script.Statement;
import java.util.regex.Pattern;

/** Recognizes statements after which settings are others than the run has made them. */
public final class SettingStatement {
  /** The server knows whether they have restored anything. */
  private static final Pattern RESET =
      Pattern.compile("\\b(reset|discard|set_config)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern SET_DEFAULT = Pattern.compile("SET .*(DEFAULT|LOCAL) ");

  private static final Pattern OF_LOGINS =
      Pattern.compile(
          "\\balter\\s+(database|role|user)\\s[^;]*\\b(set|reset)\\b", Pattern.CASE_INSENSITIVE);

  private SettingStatement() {}

  /** True if it may restore the login's settings. */
  public static boolean mayReset(Statement statement) {
    return RESET.matcher(statement.text()).find()
        || statement.parts().stream().anyMatch(p -> SET_DEFAULT.matcher(p.words()).matches());
  }

  /**
   * True if it may change the settings that a login begins with (ALTER ROLE … SET), also by a text
   * that it executes.
   */
  public static boolean ofLogins(Statement statement) {
    return OF_LOGINS.matcher(statement.text()).find();
  }
}

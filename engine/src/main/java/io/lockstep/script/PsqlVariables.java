package io.lockstep.script;

import java.util.Set;

/**
 * The variables that psql sets by itself, in any of its versions up to 18 ({@code \set} lists
 * them). A script that uses one needs psql's value; psql leaves all other names unchanged.
 */
final class PsqlVariables {
  private static final Set<String> PRESET =
      Set.of(
          ("AUTOCOMMIT COMP_KEYWORD_CASE DBNAME ECHO ECHO_HIDDEN ENCODING ERROR FETCH_COUNT"
                  + " HIDE_TABLEAM HIDE_TOAST_COMPRESSION HISTCONTROL HISTSIZE HOST IGNOREEOF"
                  + " LASTOID LAST_ERROR_MESSAGE LAST_ERROR_SQLSTATE ON_ERROR_ROLLBACK ON_ERROR_STOP"
                  + " PIPELINE_COMMAND_COUNT PIPELINE_RESULT_COUNT PIPELINE_SYNC_COUNT PORT PROMPT1"
                  + " PROMPT2 PROMPT3 QUIET ROW_COUNT SERVER_VERSION_NAME SERVER_VERSION_NUM"
                  + " SHELL_ERROR SHELL_EXIT_CODE SHOW_ALL_RESULTS SHOW_CONTEXT SINGLELINE SINGLESTEP"
                  + " SQLSTATE USER VERBOSITY VERSION VERSION_NAME VERSION_NUM WATCH_INTERVAL")
              .split(" "));

  private PsqlVariables() {}

  /** True for a preset variable in its own case: {@code :user} is none. */
  static boolean isPreset(String name) {
    return PRESET.contains(name);
  }
}

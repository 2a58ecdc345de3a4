package io.lockstep.functions.page.app;

/**
 * The command that takes the database to a version.
 *
 * @param goal a version or zero
 * @param command for a user to type
 */
public record MigrateHint(String app, String goal, String command) {
  static MigrateHint to(String app, String goal, MigrateCommandLine commands) {
    return new MigrateHint(app, goal, commands.to(app, goal));
  }
}

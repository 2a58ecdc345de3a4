package io.lockstep.functions.page.app;

/**
 * How to take the database to a version.
 *
 * @param goal a version or zero
 * @param command what to type
 */
public record MigrateHint(String app, String goal, String command) {
  static MigrateHint to(String app, String goal, MigrateCommandLine commands) {
    return new MigrateHint(app, goal, commands.to(app, goal));
  }
}

package io.lockstep.functions.page;

/**
 * How to take the database to a version.
 *
 * @param goal a version or zero
 * @param command what to type
 */
record MigrateHint(String app, String goal, String command) {
  static MigrateHint to(String app, String goal, Commands commands) {
    return new MigrateHint(app, goal, commands.to(app, goal));
  }
}

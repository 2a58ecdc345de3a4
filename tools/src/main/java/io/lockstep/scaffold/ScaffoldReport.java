package io.lockstep.scaffold;

/**
 * What was written.
 *
 * @param app the app's name
 * @param newApp whether it had no folder before
 * @param version of the new migration
 * @param script the file that applies it
 * @param undo the file that takes it back
 */
public record ScaffoldReport(
    String app, boolean newApp, String version, String script, String undo) {}

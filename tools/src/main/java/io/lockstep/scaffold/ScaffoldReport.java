package io.lockstep.scaffold;

/**
 * The files that were written.
 *
 * @param app the app's name
 * @param newApp true if it had no folder before
 * @param version the new migration's version
 * @param script the file that applies it
 * @param undo the file that takes it back
 */
public record ScaffoldReport(
    String app, boolean newApp, String version, String script, String undo) {}

package io.lockstep.functions.snapshot;

/**
 * The database that was looked at.
 *
 * @param name the database's name
 * @param version the server's version, as in {@code SHOW server_version}
 */
public record Server(String name, String version) {}

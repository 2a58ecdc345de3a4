package io.lockstep.functions.snapshot;

/**
 * The database and its server.
 *
 * @param name the database's name
 * @param version the server's version, as in {@code SHOW server_version}
 */
public record Server(String name, String version) {}

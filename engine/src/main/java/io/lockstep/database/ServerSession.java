package io.lockstep.database;

import java.time.Instant;

/**
 * One session as the server knows it. The server uses a process id again after a while; together
 * with the start it is unique. Names identify nothing: a script or a pooler changes them.
 *
 * @param pid of its server process
 * @param start when the server process began, by the server's clock
 */
public record ServerSession(int pid, Instant start) {}

package io.lockstep.database;

import java.time.Instant;

/**
 * One session as the server knows it. A process id is used again after a while; together with the
 * start it is never another session's. Names identify nothing: a script or a pooler changes them.
 *
 * @param pid of its server process
 * @param start when the server process began, by the server's clock
 */
public record ServerSession(int pid, Instant start) {}

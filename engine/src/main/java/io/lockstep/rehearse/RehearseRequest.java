package io.lockstep.rehearse;

import java.util.List;

/**
 * What shall be rehearsed, and where.
 *
 * @param targets as the user wrote them, in their order; if there are none, each app's latest
 * @param onServer in scratch databases on the configured server, and not on an embedded one
 * @param likeCurrent from the schema of the configured database, and not from zero
 */
public record RehearseRequest(List<String> targets, boolean onServer, boolean likeCurrent) {}

package io.lockstep.functions;

/** What {@code tenants} is asked: nothing, so far. */
public record TenantsQuery() {}

package io.lockstep.functions.handler.query;

import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.tenants.TenantQuestion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The question of {@code /tenants}.
 *
 * @param q a part of their names; any if null
 * @param state the states that they may be in, by name; any if null
 * @param after the tenant before the first one; null for the first of all
 * @param limit how many at most, from 1 to {@value TenantQuestion#MOST}; {@value
 *     TenantQuestion#DEFAULT} if null
 */
public record TenantsQuery(
    @Nullable String q,
    @Nullable List<String> state,
    @Nullable String after,
    @Nullable Integer limit) {
  /** Reads it from a request; refuses other parameters. */
  public static TenantsQuery of(HttpQuery query) {
    query.allow(false, Set.of("q", "state", "after", "limit"));
    return new TenantsQuery(
        query.one("q").orElse(null),
        query.all("state"),
        query.one("after").orElse(null),
        query.number("limit").orElse(null));
  }

  /** The tenants that are asked for. */
  public TenantQuestion question() {
    return TenantQuestion.of(
        Optional.ofNullable(q),
        Optional.ofNullable(state).orElse(List.of()),
        Optional.ofNullable(after),
        Optional.ofNullable(limit));
  }
}

package io.lockstep.functions.handler.query;

import io.lockstep.functions.http.HttpQuery;
import java.util.Set;

/** A question without parameters. */
public record EmptyQuery() {
  /** Refuses any parameter. */
  public static EmptyQuery of(HttpQuery query) {
    query.allow(false, Set.of());
    return new EmptyQuery();
  }
}

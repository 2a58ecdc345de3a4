package io.lockstep.functions.handler;

import io.lockstep.functions.http.HttpQuery;
import java.util.Set;

/** A question without parameters. */
public record EmptyQuery() {
  static EmptyQuery of(HttpQuery query) {
    query.allow(false, Set.of());
    return new EmptyQuery();
  }
}

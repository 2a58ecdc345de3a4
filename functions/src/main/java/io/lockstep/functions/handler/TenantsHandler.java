package io.lockstep.functions.handler;

import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.tenants.TenantStates;
import io.lockstep.functions.tenants.Tenants;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** {@code /tenants}: the state of each of many databases. */
public final class TenantsHandler extends FunctionHandler<EmptyQuery, TenantStates> {
  private final Tenants tenants;

  /** Reads from these. */
  public TenantsHandler(Tenants tenants) {
    super(
        "tenants",
        MediaType.APPLICATION_JSON,
        EmptyQuery.class,
        TenantStates.class,
        HttpStatus.BAD_REQUEST);
    this.tenants = tenants;
  }

  @Override
  protected EmptyQuery query(HttpQuery query) {
    return EmptyQuery.of(query);
  }

  @Override
  public TenantStates apply(EmptyQuery query) {
    return tenants.now();
  }
}

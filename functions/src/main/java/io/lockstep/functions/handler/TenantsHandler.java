package io.lockstep.functions.handler;

import io.lockstep.functions.handler.query.TenantsQuery;
import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.tenants.TenantPage;
import io.lockstep.functions.tenants.Tenants;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** {@code /tenants}: the states of many databases, and how many are where. */
public final class TenantsHandler extends FunctionHandler<TenantsQuery, TenantPage> {
  private final Tenants tenants;

  /** Reads from these. */
  public TenantsHandler(Tenants tenants) {
    super(
        "tenants",
        MediaType.APPLICATION_JSON,
        TenantsQuery.class,
        TenantPage.class,
        HttpStatus.BAD_REQUEST);
    this.tenants = tenants;
  }

  @Override
  protected TenantsQuery query(HttpQuery query) {
    return TenantsQuery.of(query);
  }

  @Override
  public TenantPage apply(TenantsQuery query) {
    return query.question().in(tenants.now());
  }
}

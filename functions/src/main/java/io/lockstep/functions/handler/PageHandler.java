package io.lockstep.functions.handler;

import io.lockstep.functions.handler.query.PageQuery;
import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.page.HistoryCursor;
import io.lockstep.functions.page.Page;
import io.lockstep.functions.page.TenantsView;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.PageSnapshot;
import io.lockstep.functions.snapshot.Snapshots;
import io.lockstep.functions.tenants.TenantQuestion;
import io.lockstep.functions.tenants.Tenants;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** {@code /} and {@code /page}: the list as HTML. */
public final class PageHandler extends FunctionHandler<PageQuery, String> {
  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final Snapshots snapshots;
  private final Optional<Tenants> tenants;
  private final Deployment deployment;
  private final Page page;

  /**
   * Reads from these.
   *
   * @param tenants the databases beside the own one, if there are any
   */
  public PageHandler(
      Snapshots snapshots, Optional<Tenants> tenants, Deployment deployment, Page page) {
    super("page", HTML, PageQuery.class, String.class, HttpStatus.BAD_REQUEST);
    this.snapshots = snapshots;
    this.tenants = tenants;
    this.deployment = deployment;
    this.page = page;
  }

  @Override
  protected PageQuery query(HttpQuery query) {
    query.allow(
        false,
        tenants.isPresent()
            ? Set.of("app", "before", "q", "state", "after")
            : Set.of("app", "before"));
    return new PageQuery(
        query.one("app").orElse(null),
        query.one("before").orElse(null),
        query.one("q").orElse(null),
        query.all("state"),
        query.one("after").orElse(null));
  }

  @Override
  public String apply(PageQuery query) {
    Optional<HistoryCursor> older = query.older();
    PageSnapshot now = snapshots.forPage(deployment);
    older.ifPresent(part -> now.state().app(part.app()));
    TenantQuestion question = query.tenants();
    return page.render(
        now, tenants.map(some -> TenantsView.of(question, question.in(some.now()))), older);
  }
}

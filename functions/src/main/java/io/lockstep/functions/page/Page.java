package io.lockstep.functions.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.lockstep.functions.page.app.MigrateCommandLine;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.functions.tenants.TenantStates;
import java.util.Optional;

/**
 * Renders the migration list as one HTML page. The same data give the same bytes, since the page
 * has an ETag: it shows times, and never how long ago they were.
 */
public final class Page {
  private final Asset style = Asset.read("page.css");
  private final Asset script = Asset.read("page.js");
  private final Template template;

  /** Compiles the template once. */
  public Page() {
    template =
        Mustache.compiler()
            .escapeHTML(true)
            .withCollector(new OptionalSections())
            .compile(Asset.read("page.mustache").text());
  }

  /**
   * The page as it is now.
   *
   * @param tenants the states of many databases, if there are such
   * @param older which part of a long history to show; empty for every app's newest
   */
  public String render(
      Snapshot now,
      Optional<TenantStates> tenants,
      Deployment deployment,
      Optional<HistoryCursor> older) {
    return template.execute(
        new Model(
            style.text(),
            script.text(),
            PageView.of(now, tenants, deployment, older, new MigrateCommandLine(deployment))));
  }

  /**
   * The header Content-Security-Policy. The page may load and run its own style and script, by
   * their hashes, itself again to follow a run, and the icon that it carries.
   */
  public String contentSecurityPolicy() {
    return "default-src 'none'; style-src "
        + style.sourceExpression()
        + "; script-src "
        + script.sourceExpression()
        + "; connect-src 'self'; img-src data:"
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /** The input of the template. */
  private record Model(String style, String script, PageView page) {}
}

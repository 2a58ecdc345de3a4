package io.lockstep.functions.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.lockstep.functions.page.timeline.RunPageView;
import io.lockstep.functions.page.timeline.TimelineView;
import io.lockstep.functions.snapshot.PageSnapshot;
import java.io.StringReader;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/**
 * Renders the migration list as one HTML page, and the history of runs. The same data give the same
 * bytes, since the page has an ETag: it shows times, and never how long ago they were.
 */
public final class Page {
  private final Asset style = Asset.read("page.css");
  private final Asset script = Asset.read("page.js");
  private final Template page = compile("page.mustache");

  /** Compiled when they are first asked for: a cold start is for the page. */
  private final Supplier<Template> timeline =
      SingletonSupplier.of(() -> compile("timeline.mustache"));

  private final Supplier<Template> run = SingletonSupplier.of(() -> compile("run.mustache"));

  private static Template compile(String name) {
    return Mustache.compiler()
        .escapeHTML(true)
        .withCollector(new OptionalSections())
        .withLoader(part -> new StringReader(Asset.read(part + ".mustache").text()))
        .compile(Asset.read(name).text());
  }

  /**
   * The page as it is now.
   *
   * @param tenants the states of many databases, if there are such
   * @param older which part of a long history to show; empty for every app's newest
   */
  public String render(
      PageSnapshot now, Optional<TenantsView> tenants, Optional<HistoryCursor> older) {
    return page.execute(
        new Model(style.text(), script.text(), "./", false, PageView.of(now, tenants, older)));
  }

  /** The history of runs, at {@code /runs}. */
  public String timeline(TimelineView view) {
    return timeline.get().execute(new Model(style.text(), "", "./", true, view));
  }

  /** One run, at {@code /runs/17}. */
  public String run(RunPageView view) {
    return run.get().execute(new Model(style.text(), "", "../", true, view));
  }

  /**
   * The header Content-Security-Policy. The page may load and run its own style and script, by
   * their hashes, itself again to follow a run and to search, and the icon that it carries.
   */
  public String contentSecurityPolicy() {
    return "default-src 'none'; style-src "
        + style.sourceExpression()
        + "; script-src "
        + script.sourceExpression()
        + "; connect-src 'self'; img-src data:"
        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  }

  /**
   * The input of a template.
   *
   * @param root the way to the function's own address
   * @param runs whether it shows runs
   */
  private record Model(String style, String script, String root, boolean runs, Object page) {}
}

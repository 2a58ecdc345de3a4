package io.lockstep.jobs;

import io.lockstep.listing.Listing;
import io.lockstep.run.Lockstep;
import io.lockstep.run.MigrateRequest;
import io.lockstep.run.RunReport;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.config.ContextFunctionCatalogInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;

/**
 * The work as Spring Cloud Functions {@code migrate}, {@code plan} and {@code list}, registered by
 * hand instead of by scanning: a Job with nothing to do should be over before a scan would be.
 */
public final class JobFunctions implements AutoCloseable {
  private final GenericApplicationContext context = new GenericApplicationContext();
  private final FunctionCatalog catalog;

  /** Functions that work with this database and catalog. */
  public JobFunctions(Lockstep lockstep) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("functional", Map.of("spring.functional.enabled", "true")));
    new ContextFunctionCatalogInitializer().initialize(context);
    Function<MigrateRequest, RunReport> migrate = lockstep::migrate;
    Function<PlanRequest, PlanReport> plan =
        request -> PlanReport.of(lockstep.plan(request.targets(), request.options()));
    Supplier<Listing> list = lockstep::list;
    register(
        "migrate",
        migrate,
        ResolvableType.forClassWithGenerics(Function.class, MigrateRequest.class, RunReport.class));
    register(
        "plan",
        plan,
        ResolvableType.forClassWithGenerics(Function.class, PlanRequest.class, PlanReport.class));
    register("list", list, ResolvableType.forClassWithGenerics(Supplier.class, Listing.class));
    context.refresh();
    catalog = context.getBean(FunctionCatalog.class);
  }

  private <T> void register(String name, T function, ResolvableType type) {
    context.registerBean(
        name,
        FunctionRegistration.class,
        () -> new FunctionRegistration<>(function, name).type(type.getType()));
  }

  /** Brings the database to targets. */
  public RunReport migrate(MigrateRequest request) {
    Function<MigrateRequest, RunReport> function = catalog.lookup("migrate");
    return function.apply(request);
  }

  /** Says what {@link #migrate} would do. */
  public PlanReport plan(PlanRequest request) {
    Function<PlanRequest, PlanReport> function = catalog.lookup("plan");
    return function.apply(request);
  }

  /** Lists apps and migrations. */
  public Listing list() {
    Supplier<Listing> function = catalog.lookup("list");
    return function.get();
  }

  @Override
  public void close() {
    context.close();
  }
}

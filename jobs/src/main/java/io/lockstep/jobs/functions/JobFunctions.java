package io.lockstep.jobs.functions;

import io.lockstep.adopt.AdoptRequest;
import io.lockstep.adopt.Adoption;
import io.lockstep.adopt.AdoptionReport;
import io.lockstep.database.Reader;
import io.lockstep.listing.ListCheck;
import io.lockstep.listing.Listing;
import io.lockstep.plan.report.PlanReport;
import io.lockstep.rehearse.Rehearsal;
import io.lockstep.rehearse.RehearsalReport;
import io.lockstep.rehearse.RehearseRequest;
import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.ReaderReport;
import io.lockstep.run.report.RunReport;
import io.lockstep.status.Status;
import io.lockstep.tenants.rollout.TenantRollout;
import io.lockstep.tenants.rollout.TenantsReport;
import io.lockstep.tenants.rollout.TenantsRequest;
import io.lockstep.tenants.rollout.TenantsVerification;
import io.lockstep.tenants.rollout.TenantsVerifier;
import io.lockstep.verify.VerifyReport;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;

/**
 * The work as Spring Cloud Functions {@code migrate}, {@code plan}, {@code list}, {@code check},
 * {@code status}, {@code verify}, {@code grantReader}, {@code rehearse}, {@code adopt}, {@code
 * migrateTenants} and {@code verifyTenants}, in a registry without an application context: there is
 * nothing to inject, and making one takes as long as all the rest of a run with nothing to do.
 */
public final class JobFunctions {
  private final FunctionCatalog catalog;

  /** Loads the classes that a registry needs, mostly those of JSON. */
  public static void load() {
    registry();
  }

  /** Functions that work with this database and catalog. */
  public JobFunctions(Lockstep lockstep) {
    this.catalog =
        registry(
            function("migrate", lockstep::migrate, MigrateRequest.class, RunReport.class),
            function(
                "plan",
                request -> PlanReport.of(lockstep.plan(request.targets(), request.options())),
                PlanRequest.class,
                PlanReport.class),
            supplier("list", lockstep::list, Listing.class),
            supplier("check", lockstep::check, ListCheck.class),
            function(
                "status",
                request -> lockstep.status(request.targets()),
                StatusRequest.class,
                Status.class),
            function(
                "verify",
                request ->
                    request.record()
                        ? lockstep.verifyAndRecord(request.targets())
                        : lockstep.verify(request.targets()),
                VerifyRequest.class,
                VerifyReport.class),
            function("grantReader", lockstep::grantReader, Reader.class, ReaderReport.class));
  }

  /** The function that works with scratch databases, and with no other. */
  public JobFunctions(Rehearsal rehearsal) {
    this.catalog =
        registry(
            function("rehearse", rehearsal::run, RehearseRequest.class, RehearsalReport.class));
  }

  /** The function that takes over a database from another tool. */
  public JobFunctions(Adoption adoption) {
    this.catalog =
        registry(function("adopt", adoption::run, AdoptRequest.class, AdoptionReport.class));
  }

  /** The function that works with many databases. */
  public JobFunctions(TenantRollout rollout) {
    this.catalog =
        registry(
            function("migrateTenants", rollout::run, TenantsRequest.class, TenantsReport.class));
  }

  /** The function that looks at many databases. */
  public JobFunctions(TenantsVerifier verifier) {
    this.catalog =
        registry(
            function(
                "verifyTenants",
                request -> verifier.run(request.targets(), request.record()),
                VerifyRequest.class,
                TenantsVerification.class));
  }

  private static FunctionCatalog registry(FunctionRegistration<?>... functions) {
    SimpleFunctionRegistry registry =
        new SimpleFunctionRegistry(
            new DefaultConversionService(),
            new CompositeMessageConverter(List.of(new StringMessageConverter())),
            new UnusedJsonMapper());
    for (FunctionRegistration<?> function : functions) {
      registry.register(function);
    }
    return registry;
  }

  private static <I, O> FunctionRegistration<Function<I, O>> function(
      String name, Function<I, O> function, Class<I> input, Class<O> output) {
    return new FunctionRegistration<>(function, name)
        .type(ResolvableType.forClassWithGenerics(Function.class, input, output).getType());
  }

  private static <O> FunctionRegistration<Supplier<O>> supplier(
      String name, Supplier<O> supplier, Class<O> output) {
    return new FunctionRegistration<>(supplier, name)
        .type(ResolvableType.forClassWithGenerics(Supplier.class, output).getType());
  }

  /** Brings the database to targets. */
  public RunReport migrate(MigrateRequest request) {
    return catalog.<Function<MigrateRequest, RunReport>>lookup("migrate").apply(request);
  }

  /** Plans the steps that {@link #migrate} would run. */
  public PlanReport plan(PlanRequest request) {
    return catalog.<Function<PlanRequest, PlanReport>>lookup("plan").apply(request);
  }

  /** Lists apps and migrations. */
  public Listing list() {
    return catalog.<Supplier<Listing>>lookup("list").get();
  }

  /** Lists apps and migrations, and the problems that they have. */
  public ListCheck check() {
    return catalog.<Supplier<ListCheck>>lookup("check").get();
  }

  /** Says whether targets are reached, and what is running. */
  public Status status(StatusRequest request) {
    return catalog.<Function<StatusRequest, Status>>lookup("status").apply(request);
  }

  /** Compares the database with its history. */
  public VerifyReport verify(VerifyRequest request) {
    return catalog.<Function<VerifyRequest, VerifyReport>>lookup("verify").apply(request);
  }

  /** Proves in scratch databases that a plan works and can be taken back. */
  public RehearsalReport rehearse(RehearseRequest request) {
    return catalog.<Function<RehearseRequest, RehearsalReport>>lookup("rehearse").apply(request);
  }

  /** Marks as applied the migrations that another tool has applied. */
  public AdoptionReport adopt(AdoptRequest request) {
    return catalog.<Function<AdoptRequest, AdoptionReport>>lookup("adopt").apply(request);
  }

  /** Brings many databases to targets. */
  public TenantsReport migrateTenants(TenantsRequest request) {
    return catalog.<Function<TenantsRequest, TenantsReport>>lookup("migrateTenants").apply(request);
  }

  /** Compares each of many databases with its history. */
  public TenantsVerification verifyTenants(VerifyRequest request) {
    return catalog
        .<Function<VerifyRequest, TenantsVerification>>lookup("verifyTenants")
        .apply(request);
  }

  /** Makes or refreshes the role that only reads. */
  public ReaderReport grantReader(Reader reader) {
    return catalog.<Function<Reader, ReaderReport>>lookup("grantReader").apply(reader);
  }
}

package io.lockstep.jobs.functions;

import io.lockstep.adopt.AdoptRequest;
import io.lockstep.adopt.Adoption;
import io.lockstep.adopt.AdoptionReport;
import io.lockstep.database.Reader;
import io.lockstep.listing.ListCheck;
import io.lockstep.listing.Listing;
import io.lockstep.plan.PlanReport;
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
    SimpleFunctionRegistry registry = registry();
    Function<MigrateRequest, RunReport> migrate = lockstep::migrate;
    Function<PlanRequest, PlanReport> plan =
        request -> PlanReport.of(lockstep.plan(request.targets(), request.options()));
    Supplier<Listing> list = lockstep::list;
    Supplier<ListCheck> check = lockstep::check;
    Function<StatusRequest, Status> status = request -> lockstep.status(request.targets());
    Function<VerifyRequest, VerifyReport> verify =
        request ->
            request.record()
                ? lockstep.verifyAndRecord(request.targets())
                : lockstep.verify(request.targets());
    Function<Reader, ReaderReport> grantReader = lockstep::grantReader;
    registry.register(function("migrate", migrate, MigrateRequest.class, RunReport.class));
    registry.register(function("plan", plan, PlanRequest.class, PlanReport.class));
    registry.register(function("status", status, StatusRequest.class, Status.class));
    registry.register(function("verify", verify, VerifyRequest.class, VerifyReport.class));
    registry.register(function("grantReader", grantReader, Reader.class, ReaderReport.class));
    registry.register(supplier("list", list, Listing.class));
    registry.register(supplier("check", check, ListCheck.class));
    this.catalog = registry;
  }

  /** The function that works with scratch databases, and with no other. */
  public JobFunctions(Rehearsal rehearsal) {
    SimpleFunctionRegistry registry = registry();
    Function<RehearseRequest, RehearsalReport> rehearse = rehearsal::run;
    registry.register(function("rehearse", rehearse, RehearseRequest.class, RehearsalReport.class));
    this.catalog = registry;
  }

  /** The function that takes over a database from another tool. */
  public JobFunctions(Adoption adoption) {
    SimpleFunctionRegistry registry = registry();
    Function<AdoptRequest, AdoptionReport> adopt = adoption::run;
    registry.register(function("adopt", adopt, AdoptRequest.class, AdoptionReport.class));
    this.catalog = registry;
  }

  /** The function that works with many databases. */
  public JobFunctions(TenantRollout rollout) {
    SimpleFunctionRegistry registry = registry();
    Function<TenantsRequest, TenantsReport> migrate = rollout::run;
    registry.register(
        function("migrateTenants", migrate, TenantsRequest.class, TenantsReport.class));
    this.catalog = registry;
  }

  /** The function that looks at many databases. */
  public JobFunctions(TenantsVerifier verifier) {
    SimpleFunctionRegistry registry = registry();
    Function<VerifyRequest, TenantsVerification> verify =
        request -> verifier.run(request.targets(), request.record());
    registry.register(
        function("verifyTenants", verify, VerifyRequest.class, TenantsVerification.class));
    this.catalog = registry;
  }

  private static SimpleFunctionRegistry registry() {
    return new SimpleFunctionRegistry(
        new DefaultConversionService(),
        new CompositeMessageConverter(List.of(new StringMessageConverter())),
        new UnusedJsonMapper());
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
    Function<MigrateRequest, RunReport> function = catalog.lookup("migrate");
    return function.apply(request);
  }

  /** Plans the steps that {@link #migrate} would run. */
  public PlanReport plan(PlanRequest request) {
    Function<PlanRequest, PlanReport> function = catalog.lookup("plan");
    return function.apply(request);
  }

  /** Lists apps and migrations. */
  public Listing list() {
    Supplier<Listing> function = catalog.lookup("list");
    return function.get();
  }

  /** Lists apps and migrations, and the problems that they have. */
  public ListCheck check() {
    Supplier<ListCheck> function = catalog.lookup("check");
    return function.get();
  }

  /** Says whether targets are reached, and what is running. */
  public Status status(StatusRequest request) {
    Function<StatusRequest, Status> function = catalog.lookup("status");
    return function.apply(request);
  }

  /** Compares the database with its history. */
  public VerifyReport verify(VerifyRequest request) {
    Function<VerifyRequest, VerifyReport> function = catalog.lookup("verify");
    return function.apply(request);
  }

  /** Proves in scratch databases that a plan works and can be taken back. */
  public RehearsalReport rehearse(RehearseRequest request) {
    Function<RehearseRequest, RehearsalReport> function = catalog.lookup("rehearse");
    return function.apply(request);
  }

  /** Marks as applied the migrations that another tool has applied. */
  public AdoptionReport adopt(AdoptRequest request) {
    Function<AdoptRequest, AdoptionReport> function = catalog.lookup("adopt");
    return function.apply(request);
  }

  /** Brings many databases to targets. */
  public TenantsReport migrateTenants(TenantsRequest request) {
    Function<TenantsRequest, TenantsReport> function = catalog.lookup("migrateTenants");
    return function.apply(request);
  }

  /** Compares each of many databases with its history. */
  public TenantsVerification verifyTenants(VerifyRequest request) {
    Function<VerifyRequest, TenantsVerification> function = catalog.lookup("verifyTenants");
    return function.apply(request);
  }

  /** Makes or refreshes the role that only reads. */
  public ReaderReport grantReader(Reader reader) {
    Function<Reader, ReaderReport> function = catalog.lookup("grantReader");
    return function.apply(reader);
  }
}

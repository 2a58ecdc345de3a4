package io.lockstep.functions;

import io.lockstep.functions.tenants.TenantStates;
import io.lockstep.plan.PlanReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.FunctionProperties;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.cloud.function.context.config.JsonMessageConverter;
import org.springframework.cloud.function.context.config.SmartCompositeMessageConverter;
import org.springframework.cloud.function.json.JacksonMapper;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The functions as Spring Cloud Function knows them, with its conversion and its CloudEvents, but
 * without an application context: a cold start would wait for one, and there is nothing to inject.
 */
final class RegisteredFunctions {
  private RegisteredFunctions() {}

  /**
   * @param metrics Prometheus' text, if it is wanted
   */
  static FunctionCatalog of(
      ReadFunctions functions, Optional<Supplier<String>> metrics, JsonMapper json) {
    JacksonMapper mapper = new JacksonMapper(json);
    SimpleFunctionRegistry registry =
        new SimpleFunctionRegistry(
            new DefaultConversionService(),
            new SmartCompositeMessageConverter(
                List.of(
                    new JsonMessageConverter(mapper),
                    new ByteArrayMessageConverter(),
                    new TextConverter())),
            mapper,
            new FunctionProperties(),
            new CloudEventAnswers());
    register(
        registry,
        "migrations",
        functions::migrations,
        MigrationsQuery.class,
        MigrationsReport.class);
    register(registry, "plan", functions::plan, PlanQuery.class, PlanReport.class);
    register(registry, "runs", functions::runs, RunsQuery.class, RunsReport.class);
    register(registry, "page", functions::page, PageQuery.class, String.class);
    if (functions.hasTenants()) {
      register(registry, "tenants", functions::tenants, TenantsQuery.class, TenantStates.class);
    }
    metrics.ifPresent(
        text ->
            register(registry, "metrics", query -> text.get(), MetricsQuery.class, String.class));
    return registry;
  }

  private static <I, O> void register(
      SimpleFunctionRegistry registry,
      String name,
      Function<I, O> function,
      Class<I> input,
      Class<O> output) {
    registry.register(
        new FunctionRegistration<>(function, name)
            .type(ResolvableType.forClassWithGenerics(Function.class, input, output).getType()));
  }
}

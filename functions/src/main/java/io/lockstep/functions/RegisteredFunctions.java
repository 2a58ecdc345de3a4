package io.lockstep.functions;

import io.lockstep.functions.http.FunctionHandler;
import java.util.List;
import java.util.function.Function;
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

  static FunctionCatalog of(List<FunctionHandler<?, ?>> functions, JsonMapper json) {
    JacksonMapper mapper = new JacksonMapper(json);
    SimpleFunctionRegistry registry =
        new SimpleFunctionRegistry(
            new DefaultConversionService(),
            new SmartCompositeMessageConverter(
                List.of(
                    new ListConverter(json),
                    new JsonMessageConverter(mapper),
                    new ByteArrayMessageConverter(),
                    new TextConverter())),
            mapper,
            new FunctionProperties(),
            new CloudEventAnswers());
    functions.forEach(function -> register(registry, function));
    return registry;
  }

  private static void register(SimpleFunctionRegistry registry, FunctionHandler<?, ?> function) {
    registry.register(
        new FunctionRegistration<>(function, function.name())
            .type(
                ResolvableType.forClassWithGenerics(
                        Function.class, function.input(), function.output())
                    .getType()));
  }
}

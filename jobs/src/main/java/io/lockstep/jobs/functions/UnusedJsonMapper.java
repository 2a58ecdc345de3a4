package io.lockstep.jobs.functions;

import java.lang.reflect.Type;
import org.springframework.cloud.function.json.JsonMapper;

/**
 * For the function registry, which wants a mapper: our functions are called with their own types.
 */
final class UnusedJsonMapper extends JsonMapper {
  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // Spring's signature
  protected <T> T doFromJson(Object json, Type type) {
    throw new UnsupportedOperationException("functions are called with their own types");
  }

  @Override
  public String toString(Object value) {
    return String.valueOf(value);
  }
}

package io.lockstep.functions;

import io.lockstep.functions.handler.MigrationsReport;
import io.lockstep.functions.http.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the list as JSON in pieces: Spring's own converter would have it in memory twice at once,
 * and it may be long.
 */
final class ListConverter extends AbstractMessageConverter {
  private final JsonMapper json;

  ListConverter(JsonMapper json) {
    super(MimeTypeUtils.APPLICATION_JSON);
    this.json = json;
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type == MigrationsReport.class;
  }

  @Override
  protected boolean canConvertFrom(Message<?> message, Class<?> type) {
    return false;
  }

  @Override
  protected Object convertToInternal(
      Object report, @Nullable MessageHeaders headers, @Nullable Object hint) {
    Body body = new Body();
    json.writeValue(body, report);
    return body;
  }
}

package io.lockstep.functions;

import java.net.URI;
import org.springframework.cloud.function.cloudevent.CloudEventsFunctionExtensionConfiguration;
import org.springframework.cloud.function.core.FunctionInvocationHelper;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.messaging.Message;

/**
 * Answers a CloudEvent with one, as Spring Cloud Function does. Its own class for that wants an
 * application context to look up one name in; it gets an empty one, and only when there is an
 * event.
 */
final class CloudEventAnswers implements FunctionInvocationHelper<Message<?>> {
  private static final URI SOURCE = URI.create("urn:lockstep");

  private final FunctionInvocationHelper<Message<?>> spring =
      new CloudEventsFunctionExtensionConfiguration()
          .nativeFunctionInvocationHelper(event -> event.setSource(SOURCE));

  @Override
  public boolean isRetainOutputAsMessage(Message<?> message) {
    return spring.isRetainOutputAsMessage(message);
  }

  @Override
  public Message<?> preProcessInput(Message<?> input, Object converter) {
    return spring.preProcessInput(input, converter);
  }

  @Override
  public Object postProcessResult(Object result, Message<?> input) {
    if (spring instanceof ApplicationContextAware aware) {
      aware.setApplicationContext(new GenericApplicationContext());
    }
    return spring.postProcessResult(result, input);
  }
}

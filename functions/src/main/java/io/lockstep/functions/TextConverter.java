package io.lockstep.functions;

import java.nio.charset.StandardCharsets;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.util.MimeTypeUtils;

/**
 * Lets a function answer HTML or plain text as it is; Spring would make a quoted JSON string of it.
 */
final class TextConverter extends StringMessageConverter {
  TextConverter() {
    super(StandardCharsets.UTF_8);
    addSupportedMimeTypes(MimeTypeUtils.TEXT_HTML, MimeTypeUtils.TEXT_PLAIN);
  }
}

package io.lockstep.program.json;

import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes times into JSON as Jackson does, but in a fraction of the time: a list has many. */
public final class InstantSerializer extends StdSerializer<Instant> {
  private InstantSerializer() {
    super(Instant.class);
  }

  /** The module that has it. */
  public static SimpleModule module() {
    return new SimpleModule("lockstep").addSerializer(new InstantSerializer());
  }

  @Override
  public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
    json.writeString(InstantText.of(time));
  }
}

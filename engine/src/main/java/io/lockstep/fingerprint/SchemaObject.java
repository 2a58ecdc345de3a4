package io.lockstep.fingerprint;

/**
 * One object of a schema.
 *
 * @param kind table, column, index, grant, …
 * @param name its name in the schema, quoted where SQL needs it; a part has its whole's name in
 *     front: {@code question.pub_date}
 * @param definition its properties, one a line; empty if there are none
 */
record SchemaObject(String kind, String name, String definition) {
  /** Its key, which is unique in the schema. */
  String key() {
    return kind + " " + name;
  }
}

package io.lockstep.fingerprint;

/**
 * One object of a schema.
 *
 * @param kind table, column, index, grant, …
 * @param name its name in the schema, quoted where SQL needs it; of a part, with what it is a part
 *     of: {@code question.pub_date}
 * @param definition what there is to say of it, one property a line; empty if nothing is
 */
record SchemaObject(String kind, String name, String definition) {
  /** What tells it from all others of the schema. */
  String key() {
    return kind + " " + name;
  }
}

package io.lockstep.importing.formats.typeorm;

/**
 * A word, a text or a sign of a program in TypeScript or JavaScript.
 *
 * @param value of a text its value, without quotes and with its escapes read
 * @param line its line in the file, from 1
 */
record Token(Kind kind, String value, int line) {
  enum Kind {
    WORD,
    SIGN,
    TEXT,
    /** A template in which something is put: its value is known only when it runs. */
    TEMPLATE,
    END
  }

  boolean is(String word) {
    return value.equals(word) && (kind == Kind.WORD || kind == Kind.SIGN);
  }
}

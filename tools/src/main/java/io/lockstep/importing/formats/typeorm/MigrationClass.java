package io.lockstep.importing.formats.typeorm;

import io.lockstep.importing.source.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class with {@code up} and {@code down}. A method is read only if it does nothing but {@code
 * queryRunner.query("…")}, since nothing here runs it.
 */
final class MigrationClass {
  private static final Pattern NAME = Pattern.compile("(.*?)([0-9]{13})");

  /** Rows for views and generated columns, which TypeORM reads when it generates migrations. */
  private static final Pattern OWN =
      Pattern.compile("(INSERT INTO|DELETE FROM) \\S*\"?typeorm_metadata\"?\\b.*", Pattern.DOTALL);

  private final List<Token> tokens;
  private int at;
  private String name = "";
  private boolean noTransaction;
  private Body up = new Body(Optional.of("has no method up"), List.of(), false);
  private Optional<Body> down = Optional.empty();

  private MigrationClass(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * What a method does.
   *
   * @param unread what can't be read in it, and where; empty if all can
   * @param own true if something on TypeORM's own table is left out
   */
  record Body(Optional<String> unread, List<String> queries, boolean own) {
    String sql() {
      return Statements.joined(queries);
    }
  }

  /** The first class of a file whose name is a migration's. */
  static Optional<MigrationClass> in(String text) {
    MigrationClass found = new MigrationClass(Tokens.of(text));
    while (!found.token().kind().equals(Token.Kind.END)) {
      if (found.token().is("class") && found.readClass()) {
        return Optional.of(found);
      }
      found.at++;
    }
    return Optional.empty();
  }

  String title() {
    return part(1);
  }

  /** The time in its name, by which TypeORM orders them. */
  String timestamp() {
    return part(2);
  }

  boolean noTransaction() {
    return noTransaction;
  }

  Body up() {
    return up;
  }

  Optional<Body> down() {
    return down;
  }

  private String part(int group) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? matcher.group(group) : "";
  }

  private Token token() {
    return tokens.get(Math.min(at, tokens.size() - 1));
  }

  private Token ahead(int more) {
    return tokens.get(Math.min(at + more, tokens.size() - 1));
  }

  private boolean readClass() {
    name = ahead(1).value();
    while (!token().is("{") && !isEnd()) {
      at++;
    }
    at++;
    while (!token().is("}") && !isEnd()) {
      readMember();
    }
    return NAME.matcher(name).matches();
  }

  private boolean isEnd() {
    return token().kind() == Token.Kind.END;
  }

  private void readMember() {
    if (ahead(1).is("(") && (token().is("up") || token().is("down"))) {
      boolean upwards = token().is("up");
      String runner = ahead(2).value();
      skipTo("{");
      Body body = body(runner);
      if (upwards) {
        up = body;
      } else {
        down = Optional.of(body);
      }
    } else if (token().is("name") || token().is("transaction")) {
      readProperty();
    } else if (token().is("{")) {
      skipBlock();
    } else {
      at++;
    }
  }

  /** {@code name = "…"}, {@code name: string = "…"}, {@code transaction = false}. */
  private void readProperty() {
    boolean isName = token().is("name");
    int more = ahead(1).is(":") ? 3 : 1;
    if (ahead(more).is("=")) {
      Token value = ahead(more + 1);
      if (isName && value.kind() == Token.Kind.TEXT) {
        name = value.value();
      }
      noTransaction |= !isName && value.is("false");
    }
    at++;
  }

  private void skipTo(String sign) {
    while (!token().is(sign) && !isEnd()) {
      at++;
    }
    at++;
  }

  /** From a brace to the one that closes it. */
  private void skipBlock() {
    int depth = 0;
    do {
      depth += token().is("{") ? 1 : token().is("}") ? -1 : 0;
      at++;
    } while (depth > 0 && !isEnd());
  }

  /** After its opening brace. */
  private Body body(String runner) {
    List<String> queries = new ArrayList<>();
    boolean own = false;
    while (!token().is("}") && !isEnd()) {
      int start = at;
      Optional<String> query = query(runner);
      if (query.isEmpty()) {
        Token first = tokens.get(start);
        at = start;
        leaveBody();
        return new Body(
            Optional.of("line " + first.line() + " is not a query in plain text"), queries, own);
      }
      if (OWN.matcher(query.get()).matches()) {
        own = true;
      } else if (!query.get().isBlank()) {
        queries.add(query.get());
      }
    }
    at++;
    return new Body(Optional.empty(), queries, own);
  }

  private void leaveBody() {
    while (!token().is("}") && !isEnd()) {
      if (token().is("{")) {
        skipBlock();
      } else {
        at++;
      }
    }
    at++;
  }

  /** {@code await queryRunner.query("…" + `…`);}, or a semicolon alone, which is an empty one. */
  private Optional<String> query(String runner) {
    if (accept(";")) {
      return Optional.of("");
    }
    accept("return");
    accept("await");
    if (!(accept(runner) && accept(".") && accept("query") && accept("("))) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    do {
      if (token().kind() != Token.Kind.TEXT) {
        return Optional.empty();
      }
      text.append(token().value());
      at++;
    } while (accept("+"));
    if (accept(",") && !token().is(")")) {
      if (!OWN.matcher(text).matches()) {
        return Optional.empty(); // with parameters
      }
      while (!token().is(")") && !isEnd()) {
        at++;
      }
    }
    return accept(")") && (accept(";") || token().is("}") || isNext())
        ? Optional.of(text.toString())
        : Optional.empty();
  }

  /** True if the next statement begins: nothing goes on with the value of this one. */
  private boolean isNext() {
    return token().is("await") || token().is("return");
  }

  private boolean accept(String word) {
    boolean is = token().is(word);
    at += is ? 1 : 0;
    return is;
  }
}

package io.lockstep.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Psql is asked what it sends to a real server of the same scripts. */
class SameStatementsAsPsqlTest {
  private static final int CASES = Integer.getInteger("lockstep.fuzz.scripts", 2_000);
  private static final int AT_ONCE = 500;
  private static final long SEED = Long.getLong("lockstep.seed", 16);

  private static final List<String> PIECES =
      List.of(
          "select 1",
          "select ",
          "a",
          ";",
          ";",
          ";\n",
          " ",
          "\n",
          "\n\n",
          "\t",
          "\r\n",
          "'",
          "''",
          "'x;y'",
          "\"",
          "\"a;\"\"b\"",
          "E'",
          "e'\\';'",
          "E'a\\\\'",
          "U&'",
          "u&\"",
          "U&\"d\\0061t\"",
          "B'1'",
          "x'1f'",
          "N'a;'",
          "n'",
          "$$",
          "$$;$$",
          "$a$",
          "$b$;$b$",
          "$é$",
          "$1",
          "$ ",
          "a$b$",
          "-- x;\n",
          "--'\n",
          "-- \\\n",
          "/*",
          "*/",
          "/* a /* b; */ c */",
          "(",
          ")",
          "(select 1; )",
          "begin atomic ",
          "create function f() ",
          "end",
          "end;",
          "create or replace procedure p() ",
          "case ",
          "create function begin() returns int ",
          "begin",
          "return 1;",
          "language sql ",
          "create temp table if not exists t (a text);\n",
          "copy t from stdin;\n",
          "1\n",
          "a;b\n",
          "\\.\n",
          "copy t from stdin; select 2;\n",
          "copy t to stdout;",
          ":b",
          ":batch",
          ":'batch'",
          ":\"batch\"",
          ":{?batch}",
          ":batch_",
          "batch",
          ":'x'",
          ":\"y\"",
          "::",
          ":=",
          ":{?x}",
          ":",
          "1e5",
          "1.5",
          ".5",
          "1e",
          "1e+",
          "0x1f",
          "1_000",
          "12a",
          "é",
          "😀",
          "\\;",
          "\\:",
          "_a$b",
          "set standard_conforming_strings = off;\n",
          "set standard_conforming_strings = on;\n",
          "begin;\n",
          "commit;\n",
          "<",
          "@-",
          "|/",
          "!",
          "~",
          "?",
          "{}",
          "[1]",
          "\f",
          "\u00a0",
          "\u000b");

  @TempDir private Path folder;

  @Test
  void a_statement_has_the_text_that_psql_sends() {
    assumeThat(Psql.isHere()).isTrue();
    List<String> scripts =
        List.of(
            "",
            "select 1",
            "select 1;;; select 2",
            "-- head\n\n/* block; */\nselect 1\n\n\n+ 2 -- end;\n;",
            "select 'a\n\n;b'; select \"x\n;y\" from t;",
            "select E'a\\';b', e'\\\\'; select 2;",
            "select 'a\\'; select 2;",
            "set standard_conforming_strings = off;\nselect 'a\\';b';",
            "select U&'a;' uescape '!', U&\"b;\", B'1', x'f', n'a;b';",
            "do $$ begin perform 1; end $$; do $x$ $$;$$ $x$; select $1;",
            "create function f(a int) returns int language sql begin atomic select 1; select case when true then 2 end; end; select 3;",
            "create rule r as on insert to t do also (select 1; select 2); select 3;",
            "create temp table t (a text);\ncopy t from stdin;\na;b\n\\\\x\n\\.\nselect 1;",
            "create temp table t (a text);\ncopy t from stdin; select 5;\na\n\\.\nselect 6;",
            "create temp table t (a text);\ncopy t from stdin;\nends with the file",
            "create temp table t (a text);\r\ncopy t from stdin;\r\na\r\n\\.\r\nselect 1;\r\n",
            "select 1\\; select 2; select 3\\;\n select 4",
            "select 'a' --x\r 'b;';\nselect 'a'\n 'b;c';",
            "\\restrict abc\nselect 1;\n\\unrestrict abc\n",
            "select a::int, b := 2, :x, :'y', :\"z\", :{?w}, array[1:2];",
            "update t set a = 1 where id in (select id from t limit :batch) and b = ':batch' and c = $$:batch$$;",
            "select 1::batch, a:batch, :batch::text, :'batch', :\"batch\", :{?batch}, :batches, :batch1, E':batch', -- :batch\n /* :batch */ 2 := :batch;",
            "select x[1:batch], :\nbatch, 5:batch, $1:batch, :batch.5;",
            "/* never closed; select 1;",
            "select 'never closed; select 1;");
    assertThat(Psql.weSend(scripts)).isEqualTo(Psql.sends(scripts, folder));
  }

  @Test
  void statements_of_random_pieces_are_cut_as_psql_cuts_them() {
    assumeThat(Psql.isHere()).isTrue();
    Random random = new Random(SEED);
    for (int done = 0; done < CASES; done += AT_ONCE) {
      List<String> scripts =
          Stream.generate(() -> script(random))
              .filter(SameStatementsAsPsqlTest::isSql)
              .limit(AT_ONCE)
              .toList();
      List<List<String>> ours = Psql.weSend(scripts);
      List<List<String>> psqls = Psql.sends(scripts, folder);
      for (int i = 0; i < scripts.size(); i++) {
        if (ours.get(i).contains(Psql.REFUSED)) {
          continue; // strings that are not standard have made a backslash one of psql's
        }
        List<String> sent = ours.get(i);
        List<String> expected = psqls.get(i);
        int refusedCopy = sent.indexOf(Psql.REFUSED_COPY);
        if (refusedCopy >= 0) {
          sent = sent.subList(0, refusedCopy - 1); // without the rollback before that mark
          expected = expected.subList(0, sent.size());
        }
        assertThat(sent).as("seed %d, script %s", SEED, scripts.get(i)).isEqualTo(expected);
      }
    }
  }

  /** One that psql has commands of its own in is refused; that is another test. */
  private static boolean isSql(String script) {
    return Stream.of(true, false).allMatch(standard -> isSql(script, standard));
  }

  private static boolean isSql(String script, boolean standard) {
    try {
      ScriptScanner scanner = new ScriptScanner(script, () -> standard);
      while (scanner.next().isPresent()) {}
      return true;
    } catch (PsqlCommandException e) {
      return script.contains("copy t from");
    }
  }

  private static String script(Random random) {
    StringBuilder script = new StringBuilder();
    int pieces = 1 + random.nextInt(14);
    for (int i = 0; i < pieces; i++) {
      script.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return script.toString();
  }

  @Test
  void scripts_of_a_folder_are_cut_as_psql_cuts_them() throws IOException {
    String folders = System.getProperty("lockstep.scripts", "../db");
    assumeThat(Psql.isHere()).isTrue();
    List<Path> files;
    try (Stream<Path> found = Files.walk(Path.of(folders))) {
      files = found.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    List<String> scripts = files.stream().map(SameStatementsAsPsqlTest::read).toList();
    List<List<String>> ours = Psql.weSend(scripts);
    List<List<String>> psqls = Psql.sends(scripts, folder);
    for (int i = 0; i < files.size(); i++) {
      assertThat(ours.get(i)).as(files.get(i).toString()).isEqualTo(psqls.get(i));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

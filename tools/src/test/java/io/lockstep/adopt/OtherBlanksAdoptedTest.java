package io.lockstep.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherBlanksAdoptedTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  @Test
  void a_function_that_differs_in_blanks_is_adopted_with_a_note() {
    new MigrationFolder(db)
        .file(
            "shop/V1__f.sql",
            "create function f() returns int language plpgsql as $$begin\r\n return 1;\r\nend$$;")
        .file("shop/U1__f.sql", "drop function f();");
    database
        .jdbc()
        .sql("create function f() returns int language plpgsql as $$begin\n\treturn 1;\nend$$")
        .update();
    AdoptionReport report = Adopting.PLAIN.run(database, db, "shop 1");
    assertThat(report.result()).isEqualTo(AdoptionResult.ADOPTED);
    assertThat(report.notes()).contains("function f(): only blanks differ");
    assertThat(database.lockstep(db).verify(List.of()).problem()).isEmpty();
  }

  @Test
  void comments_that_liquibase_has_stripped_from_functions_are_a_note_and_other_text_is_not() {
    new MigrationFolder(db)
        .file(
            "shop/V1__f.sql",
            "create function f() returns int language plpgsql as $$begin -- a\n /* b\n c */ return 1; --\nend$$;\n"
                + "create function g() returns text language sql as $$select '--a' --b\n$$;");
    database
        .jdbc()
        .sql("create function f() returns int language plpgsql as $$begin \n  return 1; \nend$$")
        .update();
    database
        .jdbc()
        .sql("create function g() returns text language sql as $$select '--c' \n$$")
        .update();
    assertThat(Adopting.PLAIN.run(database, db, "shop 1").differences()).hasSize(2);
    database
        .jdbc()
        .sql("create table databasechangelog (id text, author text, filename text, exectype text)")
        .update();
    database
        .jdbc()
        .sql("insert into databasechangelog values ('f', 'a', 'f.sql', 'EXECUTED')")
        .update();
    AdoptionReport report = Adopting.PLAIN.run(database, db, "shop 1");
    assertThat(report.differences()).singleElement().asString().startsWith("~ function g()");
    database
        .jdbc()
        .sql("create or replace function g() returns text language sql as $$select '--a' \n$$")
        .update();
    assertThat(Adopting.PLAIN.run(database, db, "shop 1").notes())
        .contains("function f(): only comments differ", "function g(): only comments differ");
    assertThat(database.lockstep(db).verify(List.of()).problem()).isEmpty();
  }
}

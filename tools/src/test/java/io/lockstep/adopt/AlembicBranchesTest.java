package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two branches of Alembic's, of which its table has the heads, and what merges them. */
class AlembicBranchesTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void branches() {
    shop = new Shop(database, db);
    shop.files()
        .file("shop/V0001__aaa111_tables.sql", "select 1;")
        .file("shop/V0002__bbb222_fill.sql", "select 2;")
        .file(
            "shop/V0003__ccc333.sql",
            "-- lockstep: no-transaction\n-- Alembic: follows aaa111\nselect 3;")
        .file("shop/V0004__ddd444.sql", "-- Alembic: follows ccc333\nselect 4;")
        .file("shop/V0005__eee555.sql", "select 'the merge';")
        .file("shop/V0006__more.sql", "select 'by hand';");
    database.jdbc().sql("create table alembic_version (version_num varchar(32))").update();
  }

  private void heads(String heads) {
    for (String head : heads.split(" ", -1)) {
      database.jdbc().sql("insert into alembic_version values (?)").param(head).update();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ddd444, 4, has not applied 0002",
    "ccc333, 3, has not applied 0002",
    "ccc333 bbb222, 4, has not applied 0004",
    "ddd444 bbb222, 3, 'has applied 0004, too'",
    "ddd444 bbb222, 5, has not applied 0005",
  })
  void a_branch_that_is_not_applied_is_missed(String heads, String version, String said) {
    heads(heads);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop " + version)).text())
        .contains(said);
  }

  @ParameterizedTest
  @CsvSource({"bbb222, 2", "ccc333 bbb222, 3", "bbb222 ddd444, 4", "eee555, 5"})
  void all_that_the_heads_follow_counts(String heads, String version) {
    heads(heads);
    assertThat(shop.adopt("shop " + version).result()).hasToString("adopted");
  }
}

package io.lockstep.verify;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema with some thousand tables that are not Lockstep's; bench/manytables measures it. */
class ManyTablesTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @Test
  void the_one_that_differs_among_two_thousand_is_found() {
    new MigrationFolder(folder).threeTables();
    database
        .jdbc()
        .sql(
            """
            do $$ begin for i in 1..2000 loop
              execute format('create table other_%s (id int, made_on date default current_date)', i);
            end loop; end $$
            """)
        .update();
    Lockstep lockstep = database.lockstep(folder);
    lockstep.migrate(with(fromZero("main"), "main latest"));
    assertThat(lockstep.list().apps()).hasSize(1);
    assertThat(lockstep.verify(List.of("main latest")).result()).hasToString("as recorded");
    database.jdbc().sql("alter table other_1234 alter made_on drop default").update();
    assertThat(lockstep.verify(List.of("main latest")).drift())
        .singleElement()
        .asString()
        .startsWith("~ column other_1234.made_on");
  }
}

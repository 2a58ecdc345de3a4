package io.lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Folders as other tools leave them, with BEGIN and COMMIT in their files. */
class OwnTransactionRefusalTest extends Planning {
  private static final String OWN = "begin;\ncreate table t%d ();\ncommit;\n";

  @Test
  void all_files_of_the_folder_with_a_transaction_are_named_at_once() {
    IntStream.rangeClosed(1, 9)
        .forEach(n -> files().file("shop/V%d__t.sql".formatted(n), OWN.formatted(n)));
    files()
        .file("shop/V3__t.sql", "create table t3 ();")
        .file("shop/U1__t.sql", "drop table t1; commit;")
        .file("shop/R__r.sql", "commit;");
    assertThat(refusal(ExitCode.REFUSED, "shop 2"))
        .contains(
            "shop/V1__t.sql line 1 says BEGIN, but a step is a transaction already and must commit whole; so do U1__t.sql, V2__t.sql, V4__t.sql and 6 more (10 files)",
            "./lockstep import --from flyway " + folder.resolve("shop") + " --app shop --db NEW");
  }

  @Test
  void files_of_golang_migrate_are_told_by_their_names() {
    files()
        .file("shop/1_t.up.sql", OWN.formatted(1))
        .file("shop/1_t.down.sql", "begin;\ndrop table t1;\ncommit;\n");
    assertThat(refusal(ExitCode.REFUSED, "shop latest"))
        .contains("; so do 1_t.down.sql (2 files)", "import --from golang-migrate ");
  }

  @Test
  void one_file_alone_is_refused_as_it_is() {
    files().file("shop/V1__a.sql", "create table a ();").file("shop/V2__b.sql", "commit;");
    assertThat(refusal(ExitCode.REFUSED, "shop latest"))
        .contains("V2__b.sql line 1 says COMMIT", "must commit whole\n", "make two files");
  }

  @Test
  void what_is_applied_already_is_not_named() {
    files().file("shop/V1__a.sql", "create table a ();");
    migrate("shop latest");
    files()
        .file("shop/U1__a.sql", "drop table a; commit;")
        .file("shop/V2__b.sql", "commit;")
        .file("shop/V3__c.sql", "commit;");
    assertThat(refusal(ExitCode.REFUSED, "shop latest")).contains("so do V3__c.sql (2 files)");
  }
}

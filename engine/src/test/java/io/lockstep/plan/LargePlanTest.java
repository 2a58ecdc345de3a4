package io.lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans over so many files that several threads read them, and several texts at once. */
class LargePlanTest extends Planning {
  private static final int MANY = 300;

  private void write() {
    for (int n = 1; n <= MANY; n++) {
      files()
          .file("shop/V%d__t.sql".formatted(n), "select %d;".formatted(n))
          .file("shop/U%d__t.sql".formatted(n), "select -%d;".formatted(n));
    }
  }

  private void store(int version, String sql) {
    database
        .jdbc()
        .sql("update lockstep.applied set undo_sql = " + sql + " where version = :version")
        .param("version", String.valueOf(version))
        .update();
  }

  private List<String> outside(String target) {
    return plan(target).get(0).steps().stream()
        .filter(Step::noTransaction)
        .map(Step::script)
        .toList();
  }

  @Test
  void a_plan_names_the_first_fault_in_the_order_of_its_steps() {
    write();
    files()
        .file("shop/U120__t.sql", "commit;")
        .file("shop/V120__t.sql", "-- lockstep: draft\nselect 1;")
        .file("shop/V121__t.sql", "commit;");
    assertThat(refusal(ExitCode.REFUSED, "shop latest")).contains("V120__t.sql is a draft");
    files().file("shop/V120__t.sql", "select 120;");
    assertThat(refusal(ExitCode.REFUSED, "shop latest"))
        .contains("U120__t.sql line 1 says COMMIT", "so do V121__t.sql (2 files)");
    files()
        .file("shop/U120__t.sql", "select -120;")
        .file("shop/V121__t.sql", "select 121;")
        .file("shop/V290__t.sql", new byte[] {(byte) 0xC3});
    assertThat(refusal(ExitCode.USAGE, "shop latest")).contains("V290__t.sql", "it is not UTF-8");
  }

  @Test
  void each_step_has_what_its_own_file_says() {
    write();
    files()
        .file("shop/V7__t.sql", "vacuum;")
        .file("shop/V299__t.sql", "-- lockstep: no-transaction\nselect 1;");
    assertThat(outside("shop latest")).containsExactly("V7__t.sql", "V299__t.sql");
  }

  @Test
  void applied_files_that_have_changed_are_found_among_many_and_stored_scripts_are_each_its_own() {
    write();
    migrate("shop latest");
    assertThat(plan("shop latest").get(0).steps()).isEmpty();

    files().file("shop/V123__t.sql", "select 0;").file("shop/V234__t.sql", "select 0;");
    assertThat(refusal(ExitCode.REFUSED, "shop latest")).contains("V123__t.sql");

    store(5, "'--' || repeat('x', 5000000) || E'\\nvacuum;'"); // longer than what is read at once
    store(250, "'vacuum;'");
    assertThat(plan("shop zero").get(0).steps()).hasSize(MANY);
    assertThat(outside("shop zero")).containsExactly("U250__t.sql", "U5__t.sql");
    store(44, "'commit;'");
    assertThat(refusal(ExitCode.REFUSED, "shop zero"))
        .contains("U44__t.sql (stored in the database) line 1 says COMMIT");
  }
}

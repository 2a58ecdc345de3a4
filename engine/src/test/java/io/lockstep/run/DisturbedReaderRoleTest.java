package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Making the role beside others, and when it is cut off. */
class DisturbedReaderRoleTest extends GrantingToReader {
  @Test
  void a_run_in_another_database_that_is_at_the_same_role_does_no_harm() throws SQLException {
    migrate("main 1");
    JdbcClient jdbc = database.jdbc();
    try (Connection other = TestDatabase.create().connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("alter role " + quoted() + " password 'of the other'");
      CompletableFuture<String> run = CompletableFuture.supplyAsync(() -> migrate("main 2"));
      await()
          .until(
              () ->
                  jdbc.sql(
                          """
                          select exists (select from pg_stat_activity
                                          where datname = current_database() and wait_event_type = 'Lock')
                          """)
                      .query(Boolean.class)
                      .single());
      other.commit();
      assertThat(run.join()).isEqualTo("done");
    }
    assertThat(readable()).containsExactly("main 0002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"its own", "all"})
  void a_role_whose_making_is_cut_off_is_told_of_in_words(String sessions) {
    sql(
        """
        create function cut_off() returns event_trigger language plpgsql as $$ begin
          perform pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name like 'lockstep %%' and pid <> pg_backend_pid() and %s;
          perform pg_terminate_backend(pg_backend_pid());
        end $$
        """
            .formatted(sessions.equals("all")));
    sql(
        "create event trigger cut_off on ddl_command_start when tag in ('GRANT') execute function cut_off()");
    assertThat(
            problem(ExitCode.UNREACHABLE, () -> database.lockstep(folder).grantReader(reader))
                .text())
        .contains("connection to the database broke", "Run the same command again");
    sql("drop event trigger cut_off");
    assertThat(database.lockstep(folder).grantReader(reader).role()).isEqualTo(reader.user());
  }
}

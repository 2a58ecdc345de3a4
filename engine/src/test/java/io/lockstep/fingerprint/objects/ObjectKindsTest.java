package io.lockstep.fingerprint.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.objects.ObjectKinds.Kind;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.fingerprint.scope.SchemaScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A query without the parts for what a database has not reads the same as one with all parts. */
class ObjectKindsTest {
  private final TestDatabase database = TestDatabase.create();

  @Test
  void a_new_database_has_none_of_them_and_the_comment_on_public_is_read() throws SQLException {
    try (Connection connection = database.connect()) {
      JdbcClient jdbc = inTransaction(connection);

      assertThat(ObjectKinds.read(jdbc).present()).isEmpty();
      assertThat(new FingerprintReader(jdbc).read("public").objects())
          .containsEntry("comment on schema public", "standard public schema")
          .isEqualTo(withAllParts(jdbc).objects());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void the_first_object_of_a_kind_is_read(Kind kind) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      JdbcClient jdbc = inTransaction(connection);
      statement.execute("create table t (a int, b int)");
      Fingerprint before = new FingerprintReader(jdbc).read("public");
      statement.execute("set search_path = public");
      statement.execute(first(kind));

      assertThat(ObjectKinds.read(jdbc).present()).containsExactly(kind);
      Fingerprint after = new FingerprintReader(jdbc).read("public");
      assertThat(after.objects()).isNotEqualTo(before.objects());
      assertThat(after.objects()).isEqualTo(withAllParts(jdbc).objects());
    }
  }

  private static String first(Kind kind) {
    return switch (kind) {
      case ROUTINE -> "create function f() returns int language sql as 'select 1'";
      case TRIGGER ->
          "create trigger g before update on t for each row execute function suppress_redundant_updates_trigger()";
      case RULE -> "create rule r as on delete to t do instead nothing";
      case POLICY -> "create policy p on t using (a > 0)";
      case FOREIGN_TABLE ->
          "create foreign data wrapper w; create server s foreign data wrapper w; create foreign table ft (a int options (b '1')) server s";
      case STATISTICS -> "create statistics s on a, b from t";
      case DEFAULT_PRIVILEGES ->
          "alter default privileges in schema public grant select on tables to public";
      case EXTENSION_DEPENDENCY ->
          "alter table t add constraint u unique (a); alter index u depends on extension plpgsql";
      case COMMENT -> "comment on column t.a is 'a'";
    };
  }

  private static Fingerprint withAllParts(JdbcClient jdbc) {
    SchemaScope scope = SchemaScope.read(jdbc, "public", ObjectPatterns.NONE);
    return DescribedObject.fingerprint(
        new FingerprintReader(jdbc).describe(scope, ObjectKinds.read(jdbc).server()));
  }

  private static JdbcClient inTransaction(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    return Session.jdbcOn(connection);
  }
}

import io.lockstep.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an app of many migrations with undo scripts, and prints the SQL that records all but the first as applied,
 * with the rows that Lockstep itself would have written. Arguments: the app's folder, how many.
 */
final class ManyMigrations {
  private ManyMigrations() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int count = Integer.parseInt(args[1]);
    StringBuilder sql = new StringBuilder("begin;\n");
    for (int n = 1; n <= count; n++) {
      String version = "%05d".formatted(n);
      String name = version + "__item_" + version + ".sql";
      String apply = apply(version);
      String undo = "drop table item_" + version + ";\n";
      Files.writeString(folder.resolve("V" + name), apply);
      Files.writeString(folder.resolve("U" + name), undo);
      if (n > 1) {
        sql.append(rows(folder.getFileName().toString(), n, version, name, Checksum.of(apply), undo));
      }
    }
    System.out.print(sql.append("commit;\n"));
  }

  /** About as long as a usual migration: a table with a few columns, comments and an index. */
  private static String apply(String version) {
    return """
        -- Items of kind %1$s: what they are called, what they weigh and when they were made.
        create table item_%1$s (
            id      bigint generated always as identity primary key,
            code    text not null,
            weight  integer not null default 0,
            made_on date not null default current_date,
            constraint item_%1$s_weight_check check (weight >= 0)
        );
        comment on table item_%1$s is 'Items of kind %1$s';
        comment on column item_%1$s.weight is 'In grams, packing included';
        create index item_%1$s_code_idx on item_%1$s (code, made_on);
        """
        .formatted(version);
  }

  private static String rows(String app, int n, String version, String name, int checksum, String undo) {
    return """
        insert into %s_schema_history
               (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        values (%d, '%s', 'item %s', 'SQL', 'V%s', %d, current_user, 1, true);
        insert into lockstep.applied (schema_name, app, version, script, requires, undo_script, undo_sql, undo_no_transaction)
        values ('public', '%s', '%d', 'V%s', '{}', 'U%s', '%s', false);
        """
        .formatted(app, n, version, version, name, checksum, app, n, name, name, undo);
  }
}

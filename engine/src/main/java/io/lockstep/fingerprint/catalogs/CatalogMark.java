package io.lockstep.fingerprint.catalogs;

import java.util.Map;
import java.util.TreeMap;

/**
 * A moment in the life of the system catalogs, with what is needed to see later which of their rows
 * have come or gone since.
 *
 * <p>Each row has the number of the transaction that wrote it, its xmin. At the moment of the mark
 * all transactions below {@code since} had ended. So the rows with an older xmin can only become
 * fewer: nobody can write one any more, and a row is never changed in place in what is described.
 * If their number is the same, they are the same rows; and what has changed or come has an xmin of
 * {@code since} or above.
 *
 * <p>If there are rows already that are not older than {@code since}, because a longer transaction
 * is under way beside them, their loss would leave no trace: then a catalog's number is {@link
 * #UNCERTAIN}, which is never equal, so that it is always looked what has gone.
 *
 * @param world what must be equal for two marks to be compared, such as the server
 * @param since the oldest transaction that was under way at that moment
 * @param rows how many rows older than that there were, by catalog
 */
public record CatalogMark(String world, long since, Map<String, Long> rows) {
  /** A number of rows that says nothing. */
  static final long UNCERTAIN = -1;

  private static final String FORM = "1";

  public CatalogMark {
    rows = Map.copyOf(rows);
  }

  /** As a text, a line for each catalog. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(FORM).append('\n').append(world).append('\n').append(since).append('\n');
    new TreeMap<>(rows)
        .forEach((catalog, count) -> text.append(catalog).append(' ').append(count).append('\n'));
    return text.toString();
  }

  /**
   * Reads such a text.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static CatalogMark parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || !lines[0].equals(FORM)) {
      throw new IllegalArgumentException("not a mark: " + text);
    }
    Map<String, Long> rows = new TreeMap<>();
    for (int i = 3; i < lines.length - 1; i++) {
      int blank = lines[i].indexOf(' ');
      rows.put(lines[i].substring(0, blank), Long.parseLong(lines[i].substring(blank + 1)));
    }
    return new CatalogMark(lines[1], Long.parseLong(lines[2]), rows);
  }
}

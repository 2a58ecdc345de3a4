package io.lockstep.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.listing.Listing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import io.lockstep.listing.UndoPlace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ListPrinterTest {
  private static final String ROW = "  %-16s %-9s %-22s %9s  %-12s %-7s %s%n";

  @Test
  void a_list_has_its_columns_also_where_a_text_is_wider() {
    String name = "a_name_that_is_wider_than_its_column";
    MigrationListing wide =
        new MigrationListing(
            Optional.of("20261129225736.0001"),
            "wide",
            MigrationState.APPLIED,
            Optional.of(Instant.parse("2026-11-29T22:57:00.123456Z")),
            Optional.of(1234567890),
            Optional.of(name),
            UndoPlace.STORED);
    assertThat(printed(List.of(wide, pending(2))))
        .isEqualTo(
            "main: current 1, latest on disk 2%n".formatted()
                + ROW.formatted("VERSION", "STATE", "WHEN", "TOOK", "BY", "UNDO", "DESCRIPTION")
                + ROW.formatted(
                    "20261129225736.0001",
                    "applied",
                    "2026-11-29T22:57:00Z",
                    "1234567890 ms",
                    name,
                    "stored",
                    "wide")
                + pendingRow(2)
                + "  note: a note%n".formatted());
  }

  @Test
  void a_long_list_has_every_line_once() {
    List<MigrationListing> many =
        IntStream.range(0, 1000).mapToObj(ListPrinterTest::pending).toList();
    assertThat(printed(many))
        .contains(
            IntStream.range(0, 1000)
                .mapToObj(ListPrinterTest::pendingRow)
                .collect(Collectors.joining()))
        .hasLineCount(1003);
  }

  private static MigrationListing pending(int version) {
    return new MigrationListing(
        Optional.of(String.valueOf(version)),
        "é",
        MigrationState.PENDING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        UndoPlace.NONE);
  }

  private static String pendingRow(int version) {
    return ROW.formatted(version, "pending", "-", "-", "-", "none", "é");
  }

  private static String printed(List<MigrationListing> migrations) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    new ListPrinter(out)
        .print(
            new Listing(
                List.of(
                    new Listing.AppListing(
                        "main", "1", "2", migrations, "required", List.of("a note")))));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

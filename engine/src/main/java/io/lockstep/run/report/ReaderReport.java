package io.lockstep.run.report;

import java.util.List;

/**
 * The changes to the role that only reads.
 *
 * @param role its name
 * @param granted the rights that it was granted, as GRANT names them; empty if it had all
 */
public record ReaderReport(String role, List<String> granted) {}

package io.lockstep.run.report;

import java.util.List;

/**
 * What was done for the role that only reads.
 *
 * @param role its name
 * @param granted what it may read from now on, as GRANT has it; empty if it could before
 */
public record ReaderReport(String role, List<String> granted) {}

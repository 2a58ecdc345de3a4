package io.lockstep.functions.handler;

import io.lockstep.audit.RunEntry;
import java.util.List;

/** The audit, newest first. */
public record RunsReport(List<RunEntry> runs) {}

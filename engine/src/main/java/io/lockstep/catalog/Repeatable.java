package io.lockstep.catalog;

/** A script that is applied again whenever it has changed ({@code R__description.sql}). */
public record Repeatable(String description, Script script) {}

package io.lockstep.run.session;

/**
 * What a session was seen to wait for.
 *
 * @param text for people
 * @param itself true if it is the advisory lock of the run itself, which its script asks for
 */
public record Blocking(String text, boolean itself) {}

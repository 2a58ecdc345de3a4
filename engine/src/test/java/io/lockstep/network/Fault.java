package io.lockstep.network;

/** What happens to a message. Asked once for each, by one client's thread at a time. */
public interface Fault {
  /** Nothing ever happens. */
  Fault NONE = (wire, message) -> Effect.PASSES;

  /** Decides. */
  Effect on(Wire wire, Message message);

  /** What can happen. */
  enum Effect {
    /** It goes to the server. */
    PASSES,
    /** The connection is cut before it. */
    CUT_BEFORE,
    /** The server gets it and has answered it when the connection is cut; the answer is lost. */
    ANSWER_LOST
  }
}

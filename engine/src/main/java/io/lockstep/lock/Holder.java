package io.lockstep.lock;

import java.util.UUID;

/**
 * A process that asks for the lock.
 *
 * @param name for people: the pod or host, and the process
 * @param token for the fence; it belongs to this process alone and is never used again
 */
public record Holder(String name, String token) {
  private static final int TOKEN_LENGTH = 24;

  /** This process, with a new token. */
  public static Holder thisProcess(String host) {
    String token = UUID.randomUUID().toString().replace("-", "").substring(0, TOKEN_LENGTH);
    return new Holder(host + "/" + ProcessHandle.current().pid(), token);
  }

  /** The application_name of its sessions, for people. No session is looked up by it. */
  public String sessionName() {
    return "lockstep " + token;
  }
}

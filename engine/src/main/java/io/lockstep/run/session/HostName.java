package io.lockstep.run.session;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this host, which in Kubernetes is the pod's. */
public final class HostName {
  private HostName() {}

  public static String get() {
    String fromKubernetes = System.getenv("HOSTNAME");
    if (fromKubernetes != null && !fromKubernetes.isBlank()) {
      return fromKubernetes;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}

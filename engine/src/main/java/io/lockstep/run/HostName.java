package io.lockstep.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this host, which in Kubernetes is the pod's. */
final class HostName {
  private HostName() {}

  static String get() {
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

package io.lockstep.e2e;

import java.util.List;
import java.util.stream.Stream;

/** A pod's network, which is cut until this is closed: what it sends and is sent vanishes. */
record PodNetwork(String address) implements AutoCloseable {
  static PodNetwork cut(String address) {
    PodNetwork network = new PodNetwork(address);
    network.rule("-I");
    return network;
  }

  @Override
  public void close() {
    rule("-D");
  }

  private void rule(String change) {
    for (String direction : List.of("-s", "-d")) {
      Command.run(
              Stream.of("iptables", "-w", change, "FORWARD", direction, address, "-j", "DROP")
                  .toList())
          .succeeded();
    }
  }
}

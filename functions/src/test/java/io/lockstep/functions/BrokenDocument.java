package io.lockstep.functions;

import java.util.Random;

/** Bodies that no function takes, or takes in a way that its author did not think of. */
final class BrokenDocument {
  private BrokenDocument() {}

  static String json(Random dice) {
    return MalformedRequest.pick(
        dice,
        "{",
        "}",
        "null",
        "[]",
        "\"x\"",
        "1e999999",
        "{}{}",
        "{\"app\":}",
        "{\"app\":1}",
        "{\"app\":{}}",
        "{\"app\":\"\\u0000\"}",
        "{\"app\":\"\\ud800\"}",
        "{\"app\":\"main\",\"app\":\"x\"}",
        "{\"class\":\"java.lang.Runtime\"}",
        "{\"@type\":\"java.net.URL\"}",
        "{\"targets\":\"main latest\"}",
        "{\"targets\":[null]}",
        "{\"targets\":[[]]}",
        "{\"targets\":[\"\"]}",
        "{\"targets\":[\"main\\u0000 1\"]}",
        "{\"targets\":[" + "\"main latest\",".repeat(dice.nextInt(4000)) + "\"x\"]}",
        "{\"limit\":99999999999}",
        "{\"limit\":-1}",
        "{\"limit\":1.5}",
        "{\"limit\":\"1\"}",
        "[".repeat(dice.nextInt(60_000)),
        "{\"a\":".repeat(dice.nextInt(10_000)),
        "\u00ef\u00bb\u00bf{}",
        "{\"app\":\"" + "a".repeat(dice.nextInt(70_000)) + "\"}",
        MalformedRequest.noise(dice, 1 + dice.nextInt(500)));
  }

  static String event(Random dice) {
    String version = MalformedRequest.pick(dice, "\"1.0\"", "\"0.1\"", "1", "null", "\"\"");
    return MalformedRequest.pick(
        dice,
        json(dice),
        "{\"specversion\":" + version + "}",
        "{\"specversion\":" + version + ",\"data\":" + json(dice) + "}",
        "{\"specversion\":" + version + ",\"id\":1,\"source\":\"%%%\",\"type\":{},\"data\":{}}",
        "{\"specversion\":"
            + version
            + ",\"id\":\"1\",\"source\":\"/x\",\"type\":\"t\",\"data\":{},\"time\":\"yesterday\"}",
        "{\"specversion\":"
            + version
            + ",\"id\":\"1\",\"source\":\"/x\",\"type\":\"t\",\"data_base64\":\"%%\"}",
        "{\"specversion\":"
            + version
            + ",\"id\":\"1\",\"source\":\"\",\"type\":\"\",\"data\":{},\"X Y\":[]}");
  }
}

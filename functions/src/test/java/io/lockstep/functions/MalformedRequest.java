package io.lockstep.functions;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Function;

/** Ways to ask wrongly; each makes another request of its kind from the same dice. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
enum MalformedRequest {
  NOISE(dice -> noise(dice, 1 + dice.nextInt(2000))),
  REQUEST_LINE(
      dice ->
          pick(
                  dice,
                  "GET\r\n",
                  "GET /migrations\r\n",
                  " GET /migrations HTTP/1.1\r\n",
                  "GET  /migrations  HTTP/1.1\r\n",
                  "GET /migrations HTTP/9.9\r\n",
                  "GET /migrations http/1.1\r\n",
                  "GET /migrations HTTP/1.1 HTTP/1.1\r\n",
                  "PRI * HTTP/2.0\r\n\r\nSM\r\n",
                  "GET\t/migrations\tHTTP/1.1\r\n",
                  "GET /migrations HTTP/1.1\n",
                  "GET /migrations HTTP/1.1\r",
                  "\r\n\r\n\r\nGET /migrations HTTP/1.1\r\n",
                  noise(dice, 30) + "\r\n")
              + "Host: x\r\n\r\n"),
  METHOD(dice -> head(pick(dice, "get", "BREW", "TRACE", "CONNECT", "", "A".repeat(9000)), "/")),
  TARGET(
      dice ->
          head(
              "GET",
              pick(
                  dice,
                  "*",
                  "migrations",
                  "//migrations",
                  "http://",
                  "http:///",
                  "mailto:x",
                  "http://[::1/migrations",
                  "http://x:99999999/migrations",
                  "?",
                  "#",
                  "/#x",
                  "/migrations#x",
                  "/\\migrations",
                  "/<script>",
                  "/{x}|^`",
                  "\u00e4\u00f6"))),
  PERCENT(
      dice ->
          head(
              "GET",
              pick(dice, "/", "/migrations/", "/plan?target=", "/runs?limit=", "/%", "/migrations?")
                  + pick(dice, "%", "%0", "%zz", "%c0%af", "%00", "%ff%fe", "%u0041", "%%%%", "%-1")
                      .repeat(1 + dice.nextInt(20)))),
  NUL(dice -> head("GET", pick(dice, "/\0", "/migrations\0", "/plan?target=main\0+1", "/\0/\0"))),
  TRAVERSAL(
      dice ->
          head(
              "GET",
              pick(dice, "/", "/migrations/", "/page/", "//")
                  + pick(dice, "../", "..%2f", "%2e%2e/", "..\\", "..;/", ".%00./", "....//")
                      .repeat(1 + dice.nextInt(12))
                  + pick(dice, "etc/passwd", "proc/self/environ", "migrations", ""))),
  QUERY(
      dice ->
          head(
              "GET",
              pick(dice, "/runs?", "/plan?", "/migrations?", "/?")
                  + pick(dice, "limit=1&", "target=main+latest&", "&", "=", "a=b&", "limit=-1&")
                      .repeat(1 + dice.nextInt(3000)))),
  NUMBER(
      dice ->
          head(
              "GET",
              "/runs?limit="
                  + pick(dice, "0", "-1", "501", "1e9", "9".repeat(40), "0x1", "NaN", "", "1%00"))),
  PLAN(
      dice ->
          head(
              "GET",
              "/plan?target="
                  + pick(
                      dice, "main", "main+99999", "x+1", "main+1+1", "'+or+1=1--", "+", "main+-1")
                  + pick(dice, "", "&target=main+zero", "&target="))),
  DEEP(dice -> head("GET", "/a".repeat(1 + dice.nextInt(4000)))),
  HEADER_LONG(dice -> get("X: " + "a".repeat(1 + dice.nextInt(500_000)))),
  HEADER_MANY(dice -> get("X: y\r\n".repeat(1 + dice.nextInt(5000)) + "X: z")),
  HEADER_ODD(
      dice ->
          get(
              pick(
                  dice,
                  ":",
                  ": x",
                  "X",
                  "X y: z",
                  " folded: x",
                  "X: y\r\n z",
                  "X\0: y",
                  "X: \0",
                  "X: y\rZ: a",
                  "X: y\nZ: a",
                  "\u00fc: \u00fc",
                  "Host: x\r\nHost: y",
                  "Expect: 100-continue",
                  "Expect: the-worst",
                  "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
                  "Connection: " + "close, ".repeat(500),
                  noise(dice, 200)))),
  CONDITION(
      dice ->
          get(
              pick(dice, "If-None-Match: ", "If-Match: ", "If-Modified-Since: ", "Range: bytes=")
                  + pick(
                      dice,
                      "*",
                      "\"",
                      "W/",
                      "W/\"" + "a".repeat(5000) + "\"",
                      ",,,,",
                      "0-,1-,2-"))),
  ACCEPT(
      dice ->
          get(
              pick(dice, "Accept: ", "Accept-Encoding: ", "Accept-Language: ", "Accept-Charset: ")
                  + pick(
                      dice, "*", "/", "*/*;q=9", "gzip;q=x", "gzip;q=0", ";;;", "a/b/c", "\u00ff")
                  + pick(dice, ",", ",,", ";q=").repeat(dice.nextInt(2000)))),
  LENGTH(
      dice ->
          post(
              "Content-Type: application/json\r\nContent-Length: "
                  + pick(dice, "-1", "x", "", "99999999999999999999", "1, 2", "+2", "2 2", "0x2")
                  + pick(dice, "", "\r\nContent-Length: 3", "\r\nTransfer-Encoding: chunked"),
              "{}")),
  LENGTH_WRONG(
      dice ->
          post(
              "Content-Type: application/json\r\nContent-Length: "
                  + pick(dice, "0", "1", "5", "70000", "2147483648", "9223372036854775807"),
              "{}")),
  CHUNKS(
      dice ->
          post(
              "Content-Type: application/json\r\nTransfer-Encoding: "
                  + pick(dice, "chunked", "chunked", "chunked", "CHUNKED, gzip", "identity", "x"),
              pick(
                  dice,
                  "zz\r\n{}\r\n0\r\n\r\n",
                  "-2\r\n{}\r\n0\r\n\r\n",
                  "2\r\n{}0\r\n\r\n",
                  "2\n{}\n0\n\n",
                  "7fffffff\r\n{}",
                  "80000000\r\n{}\r\n0\r\n\r\n",
                  "ffffffffffffffffff\r\n{}",
                  "2;" + "a".repeat(9000) + "\r\n{}\r\n0\r\n\r\n",
                  "0".repeat(9000) + "2\r\n{}\r\n0\r\n\r\n",
                  "\r\n\r\n",
                  "2\r\n{}\r\n0\r\nX: y\r\n\r\n",
                  noise(dice, 300)))),
  JSON(dice -> body(dice, "application/json", BrokenDocument.json(dice))),
  EVENT(dice -> body(dice, "application/cloudevents+json", BrokenDocument.event(dice))),
  EVENT_HEADERS(
      dice ->
          body(
              dice,
              "application/json\r\nce-specversion: "
                  + pick(dice, "1.0", "0.1", "99", "", "x")
                  + pick(dice, "", "\r\nce-id: 1", "\r\nce-id:")
                  + pick(dice, "", "\r\nce-source: /x", "\r\nce-source: %%% \\")
                  + pick(dice, "", "\r\nce-type: t", "\r\nce-time: yesterday", "\r\nce-: x"),
              BrokenDocument.json(dice))),
  TYPE(
      dice ->
          body(
              dice,
              pick(
                  dice,
                  "application/json;charset=utf-99",
                  "application/json;;",
                  "application/json/x",
                  "application/cloudevents+json;charset=\"",
                  "application/cloudevents-batch+json",
                  "text/plain",
                  "*/*",
                  "json",
                  "\u00ff"),
              "{}")),
  GZIP(
      dice ->
          body(
              dice,
              "application/json\r\nContent-Encoding: " + pick(dice, "gzip", "br", "deflate", "x"),
              pick(dice, "\u001f\u008b\b\0", "\u001f\u008b", "") + noise(dice, 100))),
  PIPELINE(
      dice ->
          get("X: y").repeat(1 + dice.nextInt(20))
              + pick(dice, noise(dice, 50), "\r\n\r\n", head("BREW", "/"), "GET")),
  HALF(
      dice -> {
        String whole =
            pick(dice, get("X: y"), body(dice, "application/json", "{\"app\":\"main\"}"));
        return whole.substring(0, dice.nextInt(whole.length()));
      });

  private final Function<Random, String> maker;

  MalformedRequest(Function<Random, String> maker) {
    this.maker = maker;
  }

  /** What is sent. */
  byte[] bytes(Random dice) {
    return maker.apply(dice).getBytes(StandardCharsets.ISO_8859_1);
  }

  static String pick(Random dice, String... ones) {
    return ones[dice.nextInt(ones.length)];
  }

  static String noise(Random dice, int length) {
    byte[] bytes = new byte[length];
    dice.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String head(String method, String target) {
    return method + " " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  private static String get(String header) {
    return "GET /migrations HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";
  }

  private static String post(String headers, String body) {
    return "POST /migrations HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n" + body;
  }

  private static String body(Random dice, String type, String body) {
    return "POST /%s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(pick(dice, "migrations", "plan", "runs", "page"), type, body.length(), body);
  }
}

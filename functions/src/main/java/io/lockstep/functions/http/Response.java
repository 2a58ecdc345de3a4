package io.lockstep.functions.http;

import io.lockstep.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.ETag;
import org.springframework.util.function.SingletonSupplier;

/** An answer. It is immutable, so that one can serve many who ask the same. */
final class Response {
  private static final int WORTH_PACKING = 1024;
  private static final int ETAG_BYTES = 12;

  private final int status;
  private final String mediaType;
  private final Body body;
  private final Map<String, String> headers;
  private final Supplier<ETag> etag;
  private final Supplier<Body> packed;

  private Response(int status, String mediaType, Body body, Map<String, String> headers) {
    this(
        status,
        mediaType,
        body,
        headers,
        SingletonSupplier.of(() -> etag(body)),
        SingletonSupplier.of(() -> pack(body)));
  }

  private Response(
      int status,
      String mediaType,
      Body body,
      Map<String, String> headers,
      Supplier<ETag> etag,
      Supplier<Body> packed) {
    this.status = status;
    this.mediaType = mediaType;
    this.body = body;
    this.headers = Map.copyOf(headers);
    this.etag = etag;
    this.packed = packed;
  }

  static Response text(int status, String text) {
    return new Response(
        status,
        "text/plain;charset=UTF-8",
        Body.of((text + "\n").getBytes(StandardCharsets.UTF_8)),
        Map.of());
  }

  static Response of(int status, String mediaType, Body body, Map<String, String> headers) {
    return new Response(status, mediaType, body, headers);
  }

  static Response empty(int status, Map<String, String> headers) {
    return new Response(status, "", Body.of(new byte[0]), headers);
  }

  /** The same status, and nothing of what is behind it. */
  Response inAWord() {
    return switch (status) {
      case 200, 204 -> this;
      case 503 -> text(status, "not ready");
      default -> empty(status, headers);
    };
  }

  /** The same body, which depends on a header of the request. */
  Response varyingBy(String header) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Vary", header);
    return new Response(status, mediaType, body, all, etag, packed);
  }

  int status() {
    return status;
  }

  String mediaType() {
    return mediaType;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Weak, since it is the same whether the body is packed or not. */
  ETag etag() {
    return etag.get();
  }

  /** Whether the two are equal on the wire. */
  boolean isSameAs(Response other) {
    return status == other.status
        && mediaType.equals(other.mediaType)
        && headers.equals(other.headers)
        && body.isSameAs(other.body);
  }

  boolean isWorthPacking() {
    return body.length() >= WORTH_PACKING;
  }

  Body body() {
    return body;
  }

  /** The body in gzip; packed once for all requests. */
  Body packed() {
    return packed.get();
  }

  private static ETag etag(Body body) {
    MessageDigest digest = Sha256.newDigest();
    body.digest(digest);
    return new ETag(HexFormat.of().formatHex(digest.digest(), 0, ETAG_BYTES), true);
  }

  private static Body pack(Body body) {
    Body packed = new Body();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      body.writeTo(gzip, Integer.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed;
  }
}

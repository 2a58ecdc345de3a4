package io.lockstep.database.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM. Java reads PKCS #8 only; cert-manager writes PKCS #1 unless told otherwise,
 * and CloudNativePG SEC 1, so these get the frame that they have in PKCS #8 (RFC 5208).
 */
final class PrivateKeyFile {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (RSA |EC |)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final byte[] VERSION = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int CURVE = 0xa0;
  private static final int LONG_FORM = 0x80;

  private PrivateKeyFile() {}

  static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = PEM.matcher(Files.readString(file, US_ASCII));
    if (!pem.find()) {
      throw new InvalidKeySpecException("no private key without a passphrase in PEM");
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(pem.group(2));
      bytes =
          switch (pem.group(1)) {
            case "RSA " -> framed(RSA, bytes);
            case "EC " -> framed(joined(EC, curve(bytes)), bytes);
            default -> bytes;
          };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidKeySpecException("a private key that can't be decoded", e);
    }
    return decoded(new PKCS8EncodedKeySpec(bytes));
  }

  private static PrivateKey decoded(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    InvalidKeySpecException none =
        new InvalidKeySpecException("a private key that is none of " + ALGORITHMS);
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        none.addSuppressed(e);
      }
    }
    throw none;
  }

  private static byte[] framed(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, joined(VERSION, element(SEQUENCE, algorithm), element(OCTETS, key)));
  }

  /** The curve's name in a key of SEC 1 (RFC 5915): version, key, [0] curve, … */
  private static byte[] curve(byte[] key) {
    int at = content(key, 0);
    while ((key[at] & 0xff) != CURVE) {
      at = content(key, at) + length(key, at);
    }
    int from = content(key, at);
    return Arrays.copyOfRange(key, from, from + length(key, at));
  }

  private static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
  }

  private static int length(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    if (length < LONG_FORM) {
      return length;
    }
    length = 0;
    for (int i = at + 2; i < content(der, at); i++) {
      length = (length << 8) | (der[i] & 0xff);
    }
    return length;
  }

  private static byte[] element(int tag, byte[] content) {
    int n = content.length;
    byte[] head = new byte[] {(byte) tag, (byte) n};
    if (n >= LONG_FORM) {
      head =
          n <= 0xff
              ? new byte[] {(byte) tag, (byte) (LONG_FORM + 1), (byte) n}
              : new byte[] {(byte) tag, (byte) (LONG_FORM + 2), (byte) (n >> 8), (byte) n};
    }
    return joined(head, content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}

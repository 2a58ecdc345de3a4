package io.lockstep.database.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Authorities, and certificates and keys that they issue, made by openssl in a folder. */
record Certificates(Path folder) {
  void authority(String name) {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".crt");
  }

  /** A certificate with this common name, which is its host as well. */
  void issue(String name, String key, String authority, String commonName) throws IOException {
    Files.writeString(folder.resolve(name + ".san"), "subjectAltName=DNS:" + commonName);
    Stream<String> kind =
        key.equals("ec")
            ? Stream.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
            : Stream.of("-newkey", key);
    openssl(
        Stream.of(
                Stream.of("req"),
                kind,
                Stream.of("-nodes", "-subj", "/CN=" + commonName),
                Stream.of("-keyout", name + ".key", "-out", name + ".csr"))
            .flatMap(words -> words)
            .toArray(String[]::new));
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        authority + ".crt",
        "-CAkey",
        authority + ".key",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        name + ".san",
        "-out",
        name + ".crt");
  }

  /** The same key in the form that has its kind's name in PEM. */
  void convert(String name, String copy) {
    openssl("pkey", "-in", name + ".key", "-traditional", "-out", copy + ".key");
  }

  void encrypt(String name, String copy) {
    openssl(
        "pkey", "-in", name + ".key", "-aes256", "-passout", "pass:hidden", "-out", copy + ".key");
  }

  /** Lets the server ask the role app for one; the key must be readable by nobody else. */
  void configure(Path data) throws IOException {
    for (String file : List.of("server.crt", "server.key", "ca.crt")) {
      Files.copy(folder.resolve(file), data.resolve(file));
      Files.setPosixFilePermissions(
          data.resolve(file), PosixFilePermissions.fromString("rw-------"));
    }
    Path configuration = data.resolve("postgresql.auto.conf");
    Files.writeString(
        configuration, "ssl = on\nssl_ca_file = 'ca.crt'\n" + Files.readString(configuration));
    Path hba = data.resolve("pg_hba.conf");
    Files.writeString(
        hba, "hostssl all app all cert\nhostnossl all app all reject\n" + Files.readString(hba));
  }

  private void openssl(String... words) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(Stream.of("openssl"), Stream.of(words)).toList())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

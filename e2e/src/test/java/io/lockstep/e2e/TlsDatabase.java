package io.lockstep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL that only takes TLS, with a certificate of an authority of its own; not the chart's.
 */
final class TlsDatabase {
  /** The name in its certificate. */
  static final String HOST = "db";

  /** Another name of the same server, which its certificate doesn't have. */
  static final String OTHER_HOST = "stranger-db";

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: %1$s}
      spec: {selector: {app: db}, ports: [{port: 5432}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: %2$s}
      spec: {selector: {app: db}, ports: [{port: 5432}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: db, labels: {app: db}}
      spec:
        securityContext: {runAsNonRoot: true, runAsUser: 999, fsGroup: 999, seccompProfile: {type: RuntimeDefault}}
        containers:
          - name: postgresql
            image: docker.io/library/postgres:15
            # The key must be its own and readable by nobody else. Whoever comes without TLS is sent away.
            command: [sh, -ec]
            args:
              - |
                cp /tls/* /data/ && chmod 600 /data/tls.key
                printf 'local all all trust\\nhostssl all all all scram-sha-256\\n' > /data/hba
                exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/data/tls.crt \\
                  -c ssl_key_file=/data/tls.key -c hba_file=/data/hba
            env:
              - {name: POSTGRES_USER, value: app}
              - {name: POSTGRES_DB, value: shop}
              - {name: PGDATA, value: /data/pgdata}
              - {name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: db-password, key: password}}}
            readinessProbe:
              exec: {command: [pg_isready, -h, 127.0.0.1]}
              periodSeconds: 1
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts:
              - {name: data, mountPath: /data}
              - {name: tls, mountPath: /tls}
        volumes:
          - {name: data, emptyDir: {}}
          - {name: tls, secret: {secretName: db-tls}}
      """;

  private TlsDatabase() {}

  /** Starts it, with the Secrets {@code db-password} and {@code db-authority} for its users. */
  static void start(Namespace namespace) {
    try {
      Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "tls");
      makeCertificates(folder);
      namespace.kubectl(
          "create",
          "secret",
          "generic",
          "db-authority",
          "--from-file=ca.crt=" + folder.resolve("ca.crt"));
      namespace.kubectl(
          "create",
          "secret",
          "tls",
          "db-tls",
          "--cert=" + folder.resolve("tls.crt"),
          "--key=" + folder.resolve("tls.key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    namespace.kubectl(
        "create", "secret", "generic", "db-password", "--from-literal=password=it's \"quoted\"");
    namespace.apply(OBJECTS.formatted(HOST, OTHER_HOST));
    namespace.kubectl("wait", "pod/db", "--for=condition=Ready", "--timeout=120s");
  }

  static String sql(Namespace namespace, String query) {
    return namespace
        .kubectl(
            "exec", "db", "--", "psql", "-U", "app", "-d", "shop", "-X", "-A", "-t", "-c", query)
        .strip();
  }

  private static void makeCertificates(Path folder) throws IOException {
    Path extensions = Files.writeString(folder.resolve("san"), "subjectAltName=DNS:" + HOST);
    openssl(
        folder,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=authority of e2e",
        "-keyout",
        "ca.key",
        "-out",
        "ca.crt");
    openssl(
        folder,
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=" + HOST,
        "-keyout",
        "tls.key",
        "-out",
        "tls.csr");
    openssl(
        folder,
        "x509",
        "-req",
        "-in",
        "tls.csr",
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        extensions.toString(),
        "-out",
        "tls.crt");
  }

  /** Words that name files of the folder are made paths. */
  private static void openssl(Path folder, String... words) {
    List<String> all =
        Stream.concat(Stream.of("openssl"), Arrays.stream(words))
            .map(
                word ->
                    word.matches("(ca|tls)\\.(key|crt|csr)")
                        ? folder.resolve(word).toString()
                        : word)
            .toList();
    Command.run(all).succeeded();
  }
}

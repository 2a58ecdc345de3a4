package io.lockstep.database.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.NonValidatingFactory;
import org.postgresql.ssl.WrappedFactory;
import org.postgresql.util.PSQLException;

/** Made by the driver, by its name. It trusts as the driver does; the driver checks host names. */
public final class ClientCertificateFactory extends WrappedFactory {
  /**
   * With the files that the connection's properties name.
   *
   * @throws IOException if one can't be read
   * @throws GeneralSecurityException if one is none of its kind
   * @throws PSQLException if sslmode is none
   */
  public ClientCertificateFactory(Properties info)
      throws IOException, GeneralSecurityException, PSQLException {
    SSLContext context = SSLContext.getInstance("TLS");
    ClientCertificate client =
        new ClientCertificate(path(PGProperty.SSL_CERT, info), path(PGProperty.SSL_KEY, info));
    context.init(client.keyManagers(), trustManagers(info), null);
    factory = context.getSocketFactory();
  }

  private static Path path(PGProperty property, Properties info) {
    return Path.of(Objects.requireNonNull(property.getOrDefault(info)));
  }

  private static TrustManager[] trustManagers(Properties info)
      throws IOException, GeneralSecurityException, PSQLException {
    if (!SslMode.of(info).verifyCertificate()) {
      return new TrustManager[] {new NonValidatingFactory.NonValidatingTM()};
    }
    Path file =
        Optional.ofNullable(PGProperty.SSL_ROOT_CERT.getOrDefault(info))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".postgresql", "root.crt"));
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      int count = 0;
      for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        roots.setCertificateEntry("root" + count++, root);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(roots);
    return trust.getTrustManagers();
  }
}

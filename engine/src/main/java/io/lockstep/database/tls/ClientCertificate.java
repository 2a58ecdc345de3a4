package io.lockstep.database.tls;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The certificate by which the server knows us, and its key, as files in PEM: libpq's sslcert and
 * sslkey. They are read for each connection, since a Secret's files change in place.
 *
 * @param certificate the file with the certificate, and perhaps those that have issued it
 * @param key the file with its key, without a passphrase
 */
public record ClientCertificate(Path certificate, Path key) {
  private static final char[] IN_MEMORY_ONLY = "unused".toCharArray();

  /**
   * Checks that both can be read now.
   *
   * @param asked the settings that name them, for the message
   * @throws LockstepException ({@link ExitCode#USAGE}) if one can't
   */
  public ClientCertificate checked(String asked) {
    try {
      keyManagers();
      return this;
    } catch (IOException | GeneralSecurityException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              asked,
              "these are no certificate and its key in PEM that can be read",
              "Give two files: the certificate, and its key without a passphrase.")
          .causedBy(e);
    }
  }

  /** Lets the driver present it. */
  public void presentBy(PGSimpleDataSource source) {
    source.setSslCert(certificate.toString());
    source.setSslKey(key.toString());
    // The driver's own reads one of the three forms that keys have in PEM, and only from *.pem.
    source.setSslfactory(ClientCertificateFactory.class.getName());
  }

  KeyManager[] keyManagers() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, IN_MEMORY_ONLY);
    store.setKeyEntry("client", PrivateKeyFile.read(key), IN_MEMORY_ONLY, certificates());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, IN_MEMORY_ONLY);
    return factory.getKeyManagers();
  }

  private Certificate[] certificates() throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(certificate)) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .toArray(Certificate[]::new);
    }
  }
}

package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database whose only Secret is like the one that CloudNativePG makes for an application. */
@OnCluster
class CloudNativePgTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: shop-app}
      type: kubernetes.io/basic-auth
      stringData:
        username: app
        user: app
        password: it's "quoted"
        dbname: shop
        host: %1$s
        port: "5432"
        uri: postgresql://app:it%%27s%%20%%22quoted%%22@%1$s.%2$s:5432/shop
        jdbc-uri: jdbc:postgresql://%1$s.%2$s:5432/shop?password=it%%27s%%20%%22quoted%%22&user=app
        pgpass: "%1$s:5432:shop:app:it's \\"quoted\\""
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @BeforeAll
  static void startDatabase() {
    TlsDatabase.start(NAMESPACE);
    NAMESPACE.apply(SECRET.formatted(TlsDatabase.HOST, NAMESPACE.name()));
  }

  @Test
  void its_secret_is_enough_as_it_is_and_so_is_each_of_its_uris() {
    String page = Example.of("chart/README.md", "cloudnativepg").text();
    String values = page + "serving: {mode: deployment}\nmigrations: {targets: [main %s]}\n";
    web.upgrade(values.formatted("0001"));
    assertThat(web.log()).contains("done: main is at 0001");
    assertThat(web.serviceSite().states("main"))
        .isEqualTo(Map.of("0001", "applied", "0002", "pending"));
    web.test();

    for (String key : List.of("uri", "jdbc-uri")) {
      String version = key.equals("uri") ? "0002" : "0001";
      web.upgrade(
          values
              .replace("shop-app", "shop-app\n  existingSecretUriKey: " + key + " ")
              .formatted(version));
      assertThat(web.log()).contains("done: main is at " + version);
    }
    assertThat(
            TlsDatabase.sql(NAMESPACE, "select count(*) from lockstep.run where result = 'done'"))
        .isEqualTo("3");
  }
}

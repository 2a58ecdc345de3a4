package io.lockstep.e2e;

import java.nio.file.Path;

/**
 * The application of {@link ShopServer} and its migrations, as values of the chart.
 *
 * @param lockstep what the release's objects of Lockstep are named after
 */
record Shop(Namespace namespace, Kind kind, String lockstep) {
  /** What runs it. */
  enum Kind {
    DEPLOYMENT,
    KNATIVE_SERVICE
  }

  private static final String CLASS = "ShopServer.class";

  /** Makes the application known to the cluster. */
  Shop uploaded() {
    Path compiled = Path.of("target/test-classes/io/lockstep/e2e", CLASS).toAbsolutePath();
    namespace.kubectl(
        "create", "configmap", "shop-server", "--from-file=" + CLASS + "=" + compiled);
    return this;
  }

  /** The first version: it knows the column email. */
  String first() {
    return values(1, Image.tag(), MIGRATION_1);
  }

  /** The second version: it knows the column contact in its place. */
  String second(Contract contract) {
    return values(
        2,
        Image.nextTag(),
        MIGRATION_1 + MIGRATIONS_2.formatted(contract.directive, BOTH_COLUMNS.stripTrailing()));
  }

  /** Whether the migration that drops email is a contract step. */
  enum Contract {
    STEP("-- lockstep: contract"),
    NONE("-- at once");

    private final String directive;

    Contract(String directive) {
      this.directive = directive;
    }
  }

  /** With an image tag of its own, so that it can be waited for by that, too. */
  private String values(int version, String tag, String files) {
    String waited =
        kind == Kind.DEPLOYMENT
            ? "{name: shop}"
            : "{kind: KnativeService, name: shop, image: \":%s\"}".formatted(tag);
    String objects =
        kind == Kind.DEPLOYMENT
            ? DEPLOYMENT + CONTAINER.indent(10) + UNTIL_NOBODY_ASKS.indent(12)
            : KNATIVE_SERVICE + CONTAINER.indent(10);
    return """
        serving: {enabled: false}
        postgresql: {auth: {password: secret}}
        migrations:
          targets: [shop latest]
          contract: {waitFor: [%s], deadline: 5m}
          files:
            shop:
        %s
        extraDeploy:
        %s
        """
        .formatted(waited, files.indent(6), objects.indent(2))
        .replace("{LOCKSTEP}", lockstep)
        .replace("{VERSION}", "" + version)
        .replace("{TAG}", tag);
  }

  private static final String MIGRATION_1 =
      """
      V0001__account.sql: |
        create table account (id int primary key, email text not null);
        insert into account select i, 'a' || i from generate_series(1, 100) i;
      U0001__account.sql: "drop table account;"
      """;

  /** A trigger keeps both columns alike as long as both versions are there. */
  private static final String BOTH_COLUMNS =
      """
        create function both_columns() returns trigger language plpgsql as $$
        begin
          if new.contact is distinct from old.contact then
            new.email := new.contact;
          else
            new.contact := new.email;
          end if;
          return new;
        end $$;
        create trigger both_columns before update on account for each row execute function both_columns();
      """;

  private static final String MIGRATIONS_2 =
      """
      V0002__contact.sql: |
        alter table account add column contact text;
        update account set contact = email;
      %2$s
      U0002__contact.sql: |
        drop trigger both_columns on account;
        drop function both_columns();
        alter table account drop column contact;
      V0003__drop_email.sql: |
        %1$s
        drop trigger both_columns on account;
        drop function both_columns();
        alter table account drop column email;
      U0003__drop_email.sql: |
        alter table account add column email text;
        update account set email = contact;
        alter table account alter column email set not null;
      %2$s
      """;

  /** Ready when its column is there. */
  private static final String CONTAINER =
      """
      - name: shop
        image: localhost/lockstep:{TAG}
        command: [java, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -cp, "/app:/opt/lockstep/lib/*", io.lockstep.e2e.ShopServer, "{VERSION}"]
        ports: [{containerPort: 8080}]
        env:
          - {name: SHOP_URL, value: "jdbc:postgresql://{LOCKSTEP}-postgresql:5432/app"}
          - {name: SHOP_USER, value: app}
          - {name: SHOP_PASSWORD, value: secret}
        readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1, timeoutSeconds: 5}
        resources: {requests: {cpu: 20m, memory: 64Mi}, limits: {memory: 256Mi}}
        securityContext:
          runAsUser: 65532
          runAsNonRoot: true
          allowPrivilegeEscalation: false
          capabilities: {drop: [ALL]}
          seccompProfile: {type: RuntimeDefault}
        volumeMounts: [{name: app, mountPath: /app/io/lockstep/e2e}]
      """;

  private static final String UNTIL_NOBODY_ASKS = "lifecycle: {preStop: {sleep: {seconds: 10}}}";

  private static final String DEPLOYMENT =
      """
      - apiVersion: v1
        kind: Service
        metadata: {name: shop}
        spec: {selector: {app: shop}, ports: [{port: 80, targetPort: 8080}]}
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop}
        spec:
          replicas: 2
          strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
          selector: {matchLabels: {app: shop}}
          template:
            metadata: {labels: {app: shop}}
            spec:
              volumes: [{name: app, configMap: {name: shop-server}}]
              containers:
      """;

  private static final String KNATIVE_SERVICE =
      """
      - apiVersion: serving.knative.dev/v1
        kind: Service
        metadata: {name: shop}
        spec:
          template:
            metadata: {annotations: {autoscaling.knative.dev/min-scale: "1"}}
            spec:
              volumes: [{name: app, configMap: {name: shop-server}}]
              containers:
      """;
}

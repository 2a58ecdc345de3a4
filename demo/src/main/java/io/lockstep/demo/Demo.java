package io.lockstep.demo;

import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.functions.FunctionService;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.inspect.ListPrinter;
import io.lockstep.program.FolderOption;
import io.lockstep.program.Program;
import io.lockstep.program.VersionProvider;
import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: forth and back on an embedded PostgreSQL that is gone afterwards. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Runs main 0001, main latest and main 0001 again on an embedded PostgreSQL.",
    footer = {"", "Example: ./lockstep demo --exit"})
public final class Demo implements Callable<Integer> {
  private static final Duration CONNECT_WAIT = Duration.ofSeconds(30);
  private static final List<String> TOUR = List.of("main 0001", "main latest", "main 0001");

  @Option(
      names = "--exit",
      description = "End when it is done, instead of leaving the database up.")
  private boolean exit;

  @Mixin private FolderOption db;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Where to serve the page. Default: any free port.")
  private int port;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  Demo() {}

  /** Runs the demo. */
  public static void main(String[] args) {
    System.exit(Program.run(Program.prepare(new CommandLine(new Demo())), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    System.out.println("starting an embedded PostgreSQL, data in a temporary folder");
    try (EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start()) {
      Settings settings = postgres.settings();
      tour(settings);
      if (!exit) {
        System.out.println(
            "try it: psql postgresql://postgres:postgres@localhost:"
                + postgres.port()
                + "/postgres");
        serve(settings);
      }
    }
    return 0;
  }

  private void tour(Settings settings) {
    ProcessClock clock = new ProcessClock();
    Lockstep lockstep =
        new Lockstep(
            new Connector(settings, clock, CONNECT_WAIT), CatalogReader.read(db.path()), clock);
    ListPrinter printer = new ListPrinter(System.out);
    JobFunctions functions = new JobFunctions(lockstep);
    for (String target : TOUR) {
      System.out.println("\n$ ./lockstep migrate \"" + target + "\"");
      functions.migrate(MigrateRequest.of(List.of(target)));
      System.out.println("$ ./lockstep list");
      printer.print(functions.list());
    }
    System.out.println();
  }

  /** Serves until the process ends; zonky then stops PostgreSQL and removes its folder. */
  private void serve(Settings settings) throws IOException, InterruptedException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (FunctionService service =
        FunctionService.start(
            address,
            settings,
            CatalogReader.read(db.path()),
            Deployment.of(name -> Optional.empty()))) {
      System.out.println("and in a browser: http://localhost:" + service.port() + "/");
      System.out.println("Ctrl-C ends it and removes the data");
      new CountDownLatch(1).await();
    }
  }
}

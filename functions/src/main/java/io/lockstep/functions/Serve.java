package io.lockstep.functions;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.program.EnvironmentSettings;
import io.lockstep.program.Program;
import io.lockstep.program.ProgramOptions;
import io.lockstep.program.VersionProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: the functions over HTTP. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Serves the list of migrations over HTTP; it can only read.",
    footer = {
      "",
      "With LOCKSTEP_METRICS=true there is Prometheus' text at /metrics. With LOCKSTEP_TENANTS, LOCKSTEP_TENANTS_QUERY or LOCKSTEP_TENANT_SCHEMAS, as migrate-tenants has them, the page and /tenants show where those databases are. With LOCKSTEP_BASIC_AUTH_FILE, a file of htpasswd -B, all but the probes wants a login.",
      "",
      "Example: ./lockstep serve --port 8080"
    })
public final class Serve implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.functions");
  private static final int MAX_PORT = 65_535;

  @Mixin private ProgramOptions program;

  @Option(
      names = "--port",
      paramLabel = "N",
      descriptionKey = "PORT",
      defaultValue = "8080",
      description = "Where to listen; 0 for any free port. Default: PORT, else 8080.")
  private int port;

  @Option(
      names = "--address",
      paramLabel = "HOST",
      defaultValue = "0.0.0.0",
      description = "On which of this machine's addresses. Default: all of them.")
  private String address;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  Serve() {}

  /** Serves until SIGTERM. */
  public static void main(String[] args) {
    System.exit(Program.run(Program.prepare(new CommandLine(new Serve())), args));
  }

  @Override
  public Integer call() throws InterruptedException {
    program.applyVerbose();
    EnvironmentSettings environment = program.environment();
    try (FunctionService service = start(environment)) {
      Runtime.getRuntime().addShutdownHook(new Thread(service::close, "lockstep-sigterm"));
      log.info(
          "serving {} on port {}: /, /migrations, /plan, /runs, /readyz, /livez",
          environment.readerSettings(),
          service.port());
      new CountDownLatch(1).await();
    }
    return ExitCode.DONE.code();
  }

  private FunctionService start(EnvironmentSettings environment) {
    InetSocketAddress place = place();
    try {
      return FunctionService.start(
          place,
          environment.readerSettings(),
          program.catalog(),
          Deployment.of(environment::value),
          ServeOptions.of(environment));
    } catch (IOException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              "listening on " + address + ":" + port,
              String.valueOf(e.getMessage()),
              "Choose another with --port.")
          .causedBy(e);
    }
  }

  private InetSocketAddress place() {
    if (port < 0 || port > MAX_PORT) {
      throw new LockstepException(
          ExitCode.USAGE,
          "--port " + port,
          "that is no port",
          "Give a number from 1 to " + MAX_PORT + ", or 0 for any free port.");
    }
    if (address.isBlank()) { // as of a variable that is not set; Java would take localhost
      throw new LockstepException(
          ExitCode.USAGE,
          "--address \"\"",
          "that is no address",
          "Give one of this machine's addresses, or leave --address out.");
    }
    return new InetSocketAddress(address, port);
  }
}

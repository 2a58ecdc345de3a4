package io.lockstep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The git server that the cluster's Argo CD reads from.
 *
 * @param url of its repositories, as Argo CD reaches them
 * @param folder of its repositories on this machine
 */
record GitServer(String url, Path folder) {
  private static final String URL = "LOCKSTEP_E2E_GIT_URL";
  private static final String FOLDER = "LOCKSTEP_E2E_GIT_FOLDER";

  static Optional<GitServer> given() {
    return value(URL)
        .flatMap(url -> value(FOLDER).map(folder -> new GitServer(url, Path.of(folder))));
  }

  private static Optional<String> value(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }

  /** Skips a class where there is none, and says so. */
  static final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (given().isPresent()) {
        return ConditionEvaluationResult.enabled("there is a git server");
      }
      String reason = URL + " and " + FOLDER + " name no git server of an Argo CD";
      System.out.println("e2e with Argo CD: skipped, since " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }

  /** A repository with the chart in its folder {@code chart}, and these files. */
  Repository create(String name, Map<String, String> files) {
    try {
      Path work = Files.createTempDirectory("git");
      Repository repository = new Repository(url + "/" + name + ".git", work);
      Path bare = folder.resolve(name + ".git");
      Command.run(
              List.of("git", "init", "--quiet", "--bare", "--initial-branch=main", bare.toString()))
          .succeeded();
      repository.git("init", "--quiet", "--initial-branch=main");
      repository.git("remote", "add", "origin", bare.toString());
      Command.run(List.of("cp", "-r", "chart", work.toString())).succeeded();
      Command.run(List.of("rm", "-rf", work + "/chart/target", work + "/chart/src")).succeeded();
      repository.push(files);
      return repository;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One repository.
   *
   * @param url as Argo CD reaches it
   * @param work its files
   */
  record Repository(String url, Path work) {
    /** Commits these files, and pushes them. */
    void push(Map<String, String> files) {
      files.forEach(
          (name, text) -> {
            try {
              Path file = work.resolve(name);
              Files.createDirectories(file.getParent());
              Files.writeString(file, text);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      git("add", "--all");
      git(
          "-c",
          "user.name=e2e",
          "-c",
          "user.email=e2e@example.test",
          "commit",
          "--quiet",
          "-m",
          "e2e");
      git("push", "--quiet", "origin", "main");
    }

    /** The commit that was pushed last. */
    String head() {
      return git("rev-parse", "HEAD").strip();
    }

    private String git(String... words) {
      List<String> all = new ArrayList<>(List.of("git", "-C", work.toString()));
      all.addAll(List.of(words));
      return Command.run(all).succeeded();
    }
  }
}

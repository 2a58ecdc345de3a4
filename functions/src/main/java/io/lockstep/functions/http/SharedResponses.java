package io.lockstep.functions.http;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Function;

/**
 * One response for all who ask the same at the same moment. Before it is too old, the next who asks
 * makes a new one while the others still get the old, so that a crowd never waits together.
 */
final class SharedResponses {
  private static final Duration RENEW = Duration.ofMillis(350);
  private static final Duration FRESH = Duration.ofMillis(700);
  private static final int REMEMBERED = 64;

  private final AsyncLoadingCache<Question, Response> responses;

  /**
   * A function and its input.
   *
   * @param input as JSON
   */
  record Question(FunctionHandler<?, ?> handler, String input) {}

  /**
   * @param answering never throws
   */
  SharedResponses(Function<Question, Response> answering) {
    responses =
        Caffeine.newBuilder()
            .refreshAfterWrite(RENEW)
            .expireAfterWrite(FRESH)
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .buildAsync(
                new CacheLoader<>() {
                  @Override
                  public Response load(Question question) {
                    return answering.apply(question);
                  }

                  @Override
                  public Response reload(Question question, Response known) {
                    Response now = answering.apply(question);
                    return now.isSameAs(known) ? known : now;
                  }
                });
  }

  Response get(FunctionHandler<?, ?> handler, String input) {
    return responses.get(new Question(handler, input)).join();
  }
}

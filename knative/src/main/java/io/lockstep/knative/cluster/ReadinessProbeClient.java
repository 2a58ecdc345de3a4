package io.lockstep.knative.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A container's own answer to its readiness probe: Kubernetes keeps only the status code of it.
 * Asked through the API server, which takes the right to {@code get pods/proxy}.
 */
final class ReadinessProbeClient {
  private static final long TIMEOUT_SECONDS = 3;

  private final KubernetesClient client;
  private final String namespace;

  ReadinessProbeClient(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** The answer of a container that isn't ready; empty if it is, or if nobody may ask it. */
  Optional<String> failure(String pod, ServiceState.ReadinessProbe probe) {
    String uri =
        "%sapi/v1/namespaces/%s/pods/%s:%d/proxy/%s"
            .formatted(
                client.getMasterUrl(),
                namespace,
                pod,
                probe.port(),
                probe.path().replaceFirst("^/+", ""));
    try {
      HttpResponse<String> answer =
          client
              .getHttpClient()
              .sendAsync(
                  client.getHttpClient().newHttpRequestBuilder().uri(uri).build(), String.class)
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return isItsOwn(answer) ? Optional.of(answer.body()) : Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The API server's own errors are JSON of kind Status: not allowed, or nobody listens yet. */
  private static boolean isItsOwn(HttpResponse<String> answer) {
    return answer.code() >= HttpURLConnection.HTTP_INTERNAL_ERROR
        && !answer.body().contains("\"kind\":\"Status\"")
        && !answer.body().startsWith("error trying to reach service");
  }
}

package io.lockstep.knative.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lockstep.LockstepException;
import io.lockstep.knative.polling.CheckFailure;
import io.lockstep.knative.polling.NoAnswerException;
import io.lockstep.knative.polling.OneLine;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/** A call to the Kubernetes API, whose failures are told apart: for now, or until a person acts. */
public final class ApiCall {
  private ApiCall() {}

  /**
   * Makes the call.
   *
   * @param asked what is asked for
   * @param rule the rule of a Role that allows the call
   * @throws NoAnswerException if Kubernetes did not answer, or not sensibly; it may a second later
   * @throws LockstepException if Kubernetes doesn't know who asks, or doesn't let them look
   */
  public static <T> T answer(String asked, RoleRule rule, Supplier<T> call)
      throws NoAnswerException {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      switch (e.getCode()) {
        case HttpURLConnection.HTTP_UNAUTHORIZED -> throw notKnown(asked, e);
        case HttpURLConnection.HTTP_FORBIDDEN -> throw notAllowed(asked, rule, e);
        default -> throw new NoAnswerException(why(e), e);
      }
    }
  }

  private static LockstepException notKnown(String asked, KubernetesClientException e) {
    return CheckFailure.of(
            asked,
            "Kubernetes doesn't know who asks: " + why(e),
            "Renew the credentials in the kubeconfig, or the pod's account.")
        .causedBy(e);
  }

  private static LockstepException notAllowed(
      String asked, RoleRule rule, KubernetesClientException e) {
    return CheckFailure.of(
            asked,
            "Kubernetes doesn't let us look: " + why(e),
            "Allow it by a Role with " + rule + ".")
        .causedBy(e);
  }

  /** Kubernetes' own words, or what broke the connection. */
  private static String why(KubernetesClientException e) {
    return e.getStatus() != null && e.getStatus().getMessage() != null
        ? OneLine.of(e.getStatus().getMessage())
        : OneLine.of((Throwable) e);
  }
}

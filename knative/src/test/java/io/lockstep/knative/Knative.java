package io.lockstep.knative;

/** What Kubernetes answers about the service web in the namespace shop. */
final class Knative {
  static final String SERVICE = "/apis/serving.knative.dev/v1/namespaces/shop/services/web";
  static final String PODS = "/api/v1/namespaces/shop/pods";
  static final String POD_READY = PODS + "/web-1-x:8080/proxy/readyz";

  private Knative() {}

  static String service(long generation, long observed, String status, String conditions) {
    return """
        {"apiVersion":"serving.knative.dev/v1","kind":"Service",
         "metadata":{"name":"web","namespace":"shop","generation":%d},
         "spec":{"template":{"spec":{"containers":[{"image":"i","ports":[{"containerPort":8080}],
           "readinessProbe":{"httpGet":{"path":"/readyz","port":0}}}]}}},
         "status":{"observedGeneration":%d,%s,
           "latestCreatedRevisionName":"web-1","conditions":[%s]}}"""
        .formatted(generation, observed, status, conditions);
  }

  /** Of its only generation. */
  static String service(String conditions) {
    return service(1, 1, "\"url\":\"http://web.shop.test\"", conditions);
  }

  static String condition(String type, String status, String reason, String message) {
    return """
        {"type":"%s","status":"%s","reason":"%s","message":"%s"}"""
        .formatted(type, status, reason, message);
  }

  /** One pod, with the state of its container. */
  static String pods(String state) {
    return """
        {"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"kind":"Pod","apiVersion":"v1",
         "metadata":{"name":"web-1-x"},"status":{"containerStatuses":[
          {"name":"queue-proxy","state":{"running":{}}},{"name":"serve","state":%s}]}}]}"""
        .formatted(state);
  }
}

package io.lockstep.knative.rollout;

/**
 * The image that a workload's template shall have.
 *
 * @param text a whole image; or the end of one, as {@code :TAG} or {@code @DIGEST}
 */
record WantedImage(String text) {
  /** True if a container's image is this one. */
  boolean matches(String image) {
    return switch (text.charAt(0)) {
      case '@' -> image.endsWith(text);
      case ':' -> withoutDigest(image).endsWith(text);
      default -> image.equals(text);
    };
  }

  private static String withoutDigest(String image) {
    int digest = image.indexOf('@');
    return digest < 0 ? image : image.substring(0, digest);
  }

  @Override
  public String toString() {
    return text;
  }
}

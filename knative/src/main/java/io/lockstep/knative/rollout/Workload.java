package io.lockstep.knative.rollout;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * A workload that is waited for.
 *
 * @param image what its template shall have; empty if the template that it has now is the new one
 */
public record Workload(WorkloadKind kind, String name, Optional<WantedImage> image) {
  /**
   * Reads {@code KIND/NAME} or {@code KIND/NAME=IMAGE}, for picocli.
   *
   * @throws TypeConversionException if it is neither
   */
  public static Workload parse(String text) {
    int slash = text.indexOf('/');
    Optional<WorkloadKind> kind =
        slash < 0 ? Optional.empty() : WorkloadKind.parse(text.substring(0, slash));
    String rest = text.substring(slash + 1);
    int equals = rest.indexOf('=');
    String name = equals < 0 ? rest : rest.substring(0, equals);
    String image = equals < 0 ? "" : rest.substring(equals + 1);
    if (kind.isEmpty() || !isName(name) || (equals >= 0 && image.isBlank())) {
      throw new TypeConversionException(
          "'%s' is no workload; write KIND/NAME or KIND/NAME=IMAGE, with one of the kinds %s"
              .formatted(text, WorkloadKind.names()));
    }
    return new Workload(
        kind.get(), name, Optional.of(image).filter(i -> !i.isEmpty()).map(WantedImage::new));
  }

  /** Why these images of its template are not what is wanted; empty if one of them is. */
  Optional<String> imageMissing(List<String> images) {
    return image
        .filter(wanted -> images.stream().noneMatch(wanted::matches))
        .map(
            wanted ->
                "its image is %s, and not %s yet".formatted(String.join(", ", images), wanted));
  }

  private static boolean isName(String text) {
    return text.matches("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
  }

  /** {@code Deployment web}. */
  @Override
  public String toString() {
    return kind + " " + name;
  }
}

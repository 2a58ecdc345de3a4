package io.lockstep.functions.http;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Chooses the form of an answer that the client prefers (RFC 9110, 12.5). Spring's {@link
 * MediaType} reads the weights; for codings, which Spring has no class for, it stands in as {@code
 * coding/gzip}. A range that can't be read counts as absent.
 */
final class ContentNegotiation {
  private static final MediaType GZIP = new MediaType("coding", "gzip");
  private static final MediaType IDENTITY = new MediaType("coding", "identity");

  private static final Comparator<MediaType> BY_SPECIFICITY =
      Comparator.comparing(MediaType::isWildcardType)
          .thenComparing(MediaType::isWildcardSubtype)
          .reversed()
          .thenComparing(MediaType::getQualityValue);

  private ContentNegotiation() {}

  /**
   * The media type that the client prefers. It is the first one where the client has no preference,
   * and also where the client accepts none of them: an answer in another form is of more use than
   * an error (RFC 9110, 12.4.1, permits both).
   */
  static MediaType preferred(HttpHeaders request, List<MediaType> offered) {
    List<MediaType> accepted = ranges(values(request, HttpHeaders.ACCEPT));
    MediaType best = offered.get(0);
    for (MediaType other : offered) {
      if (wish(accepted, other) > wish(accepted, best)) {
        best = other;
      }
    }
    return best;
  }

  /** What a client refuses is worse than what it does not name. */
  private static double wish(List<MediaType> accepted, MediaType offered) {
    OptionalDouble weight = weight(accepted, offered);
    return weight.isPresent() && weight.getAsDouble() == 0 ? -1 : weight.orElse(0);
  }

  /**
   * Whether to send a body packed: if the client accepts gzip, and has not given a greater weight
   * to the body as it is.
   *
   * @param worthwhile whether the body gets smaller; if not, it is packed only for a client that
   *     refuses it as it is
   */
  static boolean packs(HttpHeaders request, boolean worthwhile) {
    List<MediaType> accepted =
        ranges(
            values(request, HttpHeaders.ACCEPT_ENCODING)
                .map(
                    coding ->
                        "coding/" + (coding.startsWith("x-gzip") ? coding.substring(2) : coding)));
    double gzip = weight(accepted, GZIP).orElse(0);
    OptionalDouble identity = weight(accepted, IDENTITY);
    boolean refused = identity.isPresent() && identity.getAsDouble() == 0;
    return gzip > 0 && gzip >= identity.orElse(0) && (worthwhile || refused);
  }

  private static Stream<String> values(HttpHeaders request, String name) {
    return request.getValuesAsList(name).stream().map(value -> value.toLowerCase(Locale.ROOT));
  }

  private static List<MediaType> ranges(Stream<String> values) {
    return values.flatMap(ContentNegotiation::range).toList();
  }

  private static Stream<MediaType> range(String value) {
    try {
      return Stream.of(MediaType.parseMediaType(value));
    } catch (InvalidMediaTypeException e) {
      return Stream.empty();
    }
  }

  /** The most specific range decides; empty if none includes it. */
  private static OptionalDouble weight(List<MediaType> accepted, MediaType offered) {
    return accepted.stream()
        .filter(range -> range.includes(offered))
        .max(BY_SPECIFICITY)
        .map(range -> OptionalDouble.of(range.getQualityValue()))
        .orElse(OptionalDouble.empty());
  }
}

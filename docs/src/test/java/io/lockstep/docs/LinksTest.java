package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A link into the checkout leads somewhere: to a file, and to a heading in it. */
class LinksTest {
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)]+))?\\)");

  static List<Document> documents() {
    return Document.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void links_lead_to_files_and_headings(Document document) {
    Path folder = Document.CHECKOUT.resolve(document.name()).getParent();
    Matcher link = LINK.matcher(String.join("\n", document.lines()));
    while (link.find()) {
      Path file =
          link.group(1).isEmpty()
              ? Document.CHECKOUT.resolve(document.name())
              : folder.resolve(link.group(1)).normalize();
      assertThat(file)
          .as("%s: %s", document.name(), link.group())
          .satisfies(Files::exists)
          .exists();
      if (link.group(2) != null) {
        Document target = Document.read(Document.CHECKOUT.relativize(file).toString());
        assertThat(headings(target))
            .as("%s: %s", document.name(), link.group())
            .contains(link.group(2));
      }
    }
  }

  /** As GitHub names them. */
  private static List<String> headings(Document document) {
    return document.lines().stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ +", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}

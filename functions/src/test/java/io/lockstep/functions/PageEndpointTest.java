package io.lockstep.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageEndpointTest {
  private final TestDatabase database = TestDatabase.create();
  private ServedFunctions served;

  @BeforeEach
  void start(@TempDir Path db) {
    new MigrationFolder(db).threeTables();
    served = ServedFunctions.on(database.settings(), db);
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void the_page_is_html_by_every_path_and_method() {
    for (HttpResponse<String> response :
        List.of(
            served.get("/"), served.get("/page"), served.post("/page", "application/json", "{}"))) {
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
      assertThat(response.body())
          .startsWith("<!doctype html>\n")
          .contains("Nothing is applied.", "can’t")
          .endsWith("</html>\n");
    }
  }

  @Test
  void the_page_may_load_its_own_style_and_script_and_nothing_else() {
    assertThat(served.get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'sha256-")
        .contains("; script-src 'sha256-");
  }

  @Test
  void the_page_is_not_sent_again_while_nothing_changes() {
    String etag = served.get("/").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = served.send(served.request("/").header("If-None-Match", etag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }
}

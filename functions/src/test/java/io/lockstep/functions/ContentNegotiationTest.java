package io.lockstep.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client accepts, by RFC 9110, 12.5 and 13.1.2.. */
class ContentNegotiationTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static ServedFunctions served;

  @BeforeAll
  static void serve(@TempDir Path db) {
    MigrationFolder folder = new MigrationFolder(db);
    for (int i = 10; i < 60; i++) {
      folder.file("main/V00" + i + "__x.sql", "select 1;");
    }
    served = ServedFunctions.on(DATABASE.settings(), db);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  /** Several header lines are separated by a bar. */
  private static HttpResponse<String> get(String path, String header, String values) {
    HttpRequest.Builder request = served.request(path);
    for (String value : values.split("\\|", -1)) {
      request.header(header, value);
    }
    return served.send(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "x-gzip",
        "gzip;q=0.5",
        "gzip; q=0.5",
        "gzip ;\tQ=0.001",
        "gzip;q=1.000",
        "*",
        "br;q=1.0, gzip;q=0.8, *;q=0.1",
        "br|gzip",
        "br, gzip;q=0|*;q=0, gzip;q=0.1",
        "identity;q=0, gzip",
        "identity;q=0, *",
        "identity;q=0.5, gzip;q=0.5",
        "*;q=0, gzip",
        "gzip, deflate, br, zstd",
        ",, gzip ,",
        "br;q=x, gzip"
      })
  void gzip_is_sent_to_those_that_accept_it(String accepted) {
    HttpResponse<String> answer = get("/migrations", "Accept-Encoding", accepted);
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gzip;q=0",
        "gzip; q=0",
        "GZIP;Q=0",
        "gzip;q=0.000",
        "gzip;q=0, *",
        "*, gzip;q=0",
        "*;q=0",
        "*;q=0|br",
        "identity",
        "identity, gzip;q=0.5",
        "*;q=1, gzip;q=0.5",
        "identity;q=0",
        "br, deflate",
        "gzipped",
        "notgzip",
        "gzip;q=x",
        "gzip;q=2",
        "gzip;q=-1",
        "gzip;q=NaN",
        "gzip;q="
      })
  void gzip_is_not_sent_to_those_that_do_not_prefer_it(String accepted) {
    HttpResponse<String> answer = get("/migrations", "Accept-Encoding", accepted);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
    assertThat(answer.body()).startsWith("{");
  }

  @Test
  void a_short_answer_is_packed_only_where_nothing_else_is_accepted() {
    assertThat(get("/runs", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
        .isEmpty();
    assertThat(
            get("/runs", "Accept-Encoding", "gzip, identity;q=0")
                .headers()
                .firstValue("Content-Encoding"))
        .hasValue("gzip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "text/html # html",
        "*/* # html",
        "text/* # html",
        "application/json # json",
        "APPLICATION/JSON # json",
        "application/* # json",
        "application/json;charset=utf-8 # json",
        "text/html;q=0.5, application/json # json",
        "text/html; q=0.5 | application/json; q=0.6 # json",
        "text/html;q=0.6, application/json;q=0.5 # html",
        "text/html, application/json # html",
        "application/json, text/html # html",
        "application/json, text/plain, */* # html",
        "application/json, */*;q=0.1 # json",
        "text/html;q=0, */*;q=0.1 # json",
        "text/html;q=0, application/json # json",
        "application/json;q=0, */* # html",
        "application/json;q=0 # html",
        "text/html;q=0 # json",
        "text/*;q=0 # json",
        "text/*;q=0.9, text/html;q=0.1, application/json;q=0.5 # json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 # html",
        "image/png # html",
        "text/html;q=0, application/json;q=0 # html",
        "nonsense # html",
        "application/json;q=x # html",
        "'' # html",
      })
  void the_root_is_html_or_json_whichever_is_preferred(String accepted, String expected) {
    HttpResponse<String> answer = get("/", "Accept", accepted);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue(expected.equals("html") ? "text/html;charset=UTF-8" : "application/json");
    assertThat(answer.body()).startsWith(expected.equals("html") ? "<!doctype html>" : "{\"apps\"");
    assertThat(answer.headers().allValues("Vary")).containsExactly("Accept, Accept-Encoding");
  }

  @Test
  void the_root_is_the_page_whatever_is_preferred_where_it_has_parameters_or_a_body() {
    assertThat(get("/?app=main&before=0020", "Accept", "application/json").body())
        .startsWith("<!doctype html>");
    assertThat(get("/?x=y", "Accept", "application/json").statusCode()).isEqualTo(400);
    assertThat(
            served
                .send(
                    served
                        .request("/")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString("{\"app\":\"main\",\"before\":\"0020\"}")))
                .body())
        .startsWith("<!doctype html>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 # html",
        "text/html # html",
        "application/json;q=0.5, text/html;q=0.6 # html",
        "application/json # json",
        "*/* # json",
        "text/html, application/json # json",
        "image/png # json",
        "'' # json",
      })
  void the_runs_are_json_or_html_whichever_is_preferred(String accepted, String expected) {
    HttpResponse<String> answer = get("/runs", "Accept", accepted);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue(expected.equals("html") ? "text/html;charset=UTF-8" : "application/json");
    assertThat(answer.body()).startsWith(expected.equals("html") ? "<!doctype html>" : "{\"runs\"");
    assertThat(answer.headers().allValues("Vary")).containsExactly("Accept, Accept-Encoding");
  }

  @ParameterizedTest
  @CsvSource({
    "/migrations,application/json",
    "/runs?limit=5,application/json",
    "/runs?before=5,text/html;charset=UTF-8",
    "/page,text/html;charset=UTF-8",
    "/nothing,application/problem+json",
    "/livez,text/plain;charset=UTF-8"
  })
  void a_path_with_one_form_is_answered_in_it_whatever_is_accepted(String path, String type) {
    for (String accepted : new String[] {"image/png", "*/*;q=0", type + ";q=0", "text/html", "x"}) {
      assertThat(get(path, "Accept", accepted).headers().firstValue("Content-Type")).hasValue(type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", " * ", "%s", "\"x\", %s", "%s,\"x\"", "\"x\"|%s", "W/\"x\" , %s"})
  void an_answer_that_the_client_has_is_not_sent_again(String known) {
    String etag = served.get("/migrations").headers().firstValue("ETag").orElseThrow();
    for (String tag : new String[] {etag, etag.substring("W/".length())}) {
      HttpResponse<String> answer = get("/migrations", "If-None-Match", known.formatted(tag));
      assertThat(answer.statusCode()).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("ETag")).hasValue(etag);
      assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"x\"", "W/\"x\", \"y\"", "x", "\"", "W/", "\"*\"", "\"x%s\"", ","})
  void an_answer_that_the_client_does_not_have_is_sent(String known) {
    String etag = served.get("/migrations").headers().firstValue("ETag").orElseThrow();
    String tag = etag.substring("W/\"".length(), etag.length() - 1);
    assertThat(get("/migrations", "If-None-Match", known.formatted(tag)).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "application/json # 200",
        "Application/JSON # 200",
        "application/json;charset=UTF-8 # 200",
        "application/json ; charset=utf-8 # 200",
        "application/jsonx # 415",
        "application/json-patch+json # 415",
        "application/json/x # 415",
        "json # 415",
        "*/* # 415",
        "text/plain # 415"
      })
  void a_body_is_taken_by_its_media_type(String type, int status) {
    assertThat(
            served
                .send(
                    served
                        .request("/migrations")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(status);
  }
}

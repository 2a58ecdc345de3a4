package io.lockstep.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private ServedFunctions served;

  @BeforeEach
  void serve() {
    new MigrationFolder(db).threeTables();
    served = ServedFunctions.on(database.settings(), db);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/migrations",
        "/plan?target=main+1",
        "/plan",
        "/runs",
        "/nothing",
        "/livez",
        "/readyz"
      })
  void every_answer_tells_browsers_to_trust_nothing(String path) {
    HttpResponse<String> answer = served.get(path);
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void no_header_of_a_request_comes_back() {
    for (String path : new String[] {"/migrations", "/", "/nothing"}) {
      HttpResponse<String> got =
          served.send(
              served
                  .request(path)
                  .header("X-Secret", "s3cret")
                  .header("Authorization", "Bearer s3cret")
                  .header("Cookie", "s3cret"));
      assertThat(got.headers().map().toString()).doesNotContain("s3cret");
    }
    HttpResponse<String> posted =
        served.send(
            served
                .request("/migrations")
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "s3cret")
                .header("ce-type", "s3cret")
                .header("ce-source", "/s3cret")
                .header("X-Secret", "s3cret")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(posted.headers().map().toString()).doesNotContain("s3cret");
  }

  @Test
  void an_answer_that_is_known_already_is_not_sent_again() {
    for (String path : new String[] {"/migrations", "/"}) {
      String etag = served.get(path).headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again = served.send(served.request(path).header("If-None-Match", etag));
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("ETag")).hasValue(etag);
      assertThat(
              served.send(served.request(path).header("If-None-Match", "\"other\"")).statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"*|200", "\"another\"|412", "\"a\", W/\"b\"|412", "its own|412"})
  void an_answer_for_those_who_have_another_is_not_sent(String wanted, int status) {
    String own = served.get("/migrations").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> answer =
        served.send(
            served
                .request("/migrations")
                .header("If-Match", wanted.equals("its own") ? own : wanted));
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void a_number_with_a_fraction_is_not_cut_off() {
    HttpResponse<String> answer =
        served.send(served.request("/runs").POST(BodyPublishers.ofString("{\"limit\": 1.5}")));
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void head_has_the_headers_of_get_and_no_body() {
    HttpResponse<String> get = served.get("/migrations");
    HttpResponse<String> head =
        served.send(served.request("/migrations").method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"Content-Length", "Content-Type", "ETag"}) {
      assertThat(head.headers().firstValue(name))
          .isEqualTo(get.headers().firstValue(name))
          .isPresent();
    }
  }

  @Test
  void options_lists_the_methods_and_others_are_refused() {
    HttpResponse<String> options =
        served.send(served.request("/migrations").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
    for (String method : new String[] {"PUT", "DELETE", "PATCH", "BREW"}) {
      HttpResponse<String> refused =
          served.send(served.request("/migrations").method(method, BodyPublishers.ofString("{}")));
      assertThat(refused.statusCode()).as(method).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow")).isPresent();
    }
    assertThat(served.post("/readyz", "application/json", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void a_long_answer_is_packed_for_clients_that_can_unpack_it()
      throws IOException, InterruptedException {
    for (int i = 10; i < 60; i++) {
      new MigrationFolder(db).file("main/V00" + i + "__x.sql", "select 1;");
    }
    try (ServedFunctions many = ServedFunctions.on(database.settings(), db)) {
      String plain = many.get("/migrations").body();
      HttpResponse<byte[]> packed =
          HttpClient.newHttpClient()
              .send(
                  many.request("/migrations").header("Accept-Encoding", "br, gzip").build(),
                  BodyHandlers.ofByteArray());
      assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
      assertThat(packed.body().length).isLessThan(plain.length() / 4);
      try (GZIPInputStream unpacked =
          new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
        assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
      }
    }
  }

  @Test
  void a_body_over_64_kib_is_too_large_whether_it_says_so_or_not() {
    String large = "{\"app\":\"" + "a".repeat(64 * 1024) + "\"}";
    assertThat(served.post("/migrations", "application/json", large).statusCode()).isEqualTo(413);
    HttpResponse<String> chunked =
        served.send(
            served
                .request("/migrations")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
    assertThat(chunked.statusCode()).isEqualTo(413);
  }

  @Test
  void absurdly_long_requests_are_refused() {
    assertThat(served.get("/plan?target=" + "a".repeat(5000)).statusCode()).isEqualTo(414);
    assertThat(served.get("/runs?" + "limit=1&".repeat(60) + "limit=1").statusCode())
        .isEqualTo(400);
  }

  @Test
  void an_error_is_a_problem_with_its_parts_in_their_order() {
    HttpResponse<String> answer = served.get("/nothing");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"there is nothing"
                + " here\"}");
  }
}

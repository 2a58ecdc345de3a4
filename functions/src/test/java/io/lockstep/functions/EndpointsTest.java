package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.lock.OtherHolder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EndpointsTest {
  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private ServedFunctions served;

  @BeforeEach
  void serve() {
    new MigrationFolder(db).threeTables();
    served =
        ServedFunctions.on(
            database.settings(),
            db,
            Map.of("LOCKSTEP_APP_VERSION", "1.4.0", "LOCKSTEP_RELEASE", "shop"));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private void migrate(String... targets) {
    database.lockstep(db).migrate(targets(targets));
  }

  @Test
  void the_list_is_the_one_of_the_command_line_without_users_and_with_where_it_comes_from() {
    migrate("main 0002");
    JsonNode answer = ServedFunctions.json(served.get("/migrations"));
    JsonNode list = JsonMapper.shared().valueToTree(database.lockstep(db).list());
    list.findParents("installedBy").forEach(row -> ((ObjectNode) row).remove("installedBy"));
    assertThat(answer.get("apps")).isEqualTo(list.get("apps"));
    assertThat(answer.get("apps").get(0).get("current").asString()).isEqualTo("0002");
    assertThat(answer.get("appVersion").asString()).isEqualTo("1.4.0");
    assertThat(answer.get("release").asString()).isEqualTo("shop");
    assertThat(answer.get("database").get("name").asString()).isEqualTo(database.name());
    assertThat(answer.get("database").get("version").asString()).startsWith("17.");
    assertThat(answer.get("lock").isNull()).isTrue();
    assertThat(answer.get("lastRun").get("result").asString()).isEqualTo("done");
  }

  @Test
  void a_new_database_shows_the_pending_migrations() {
    JsonNode answer = ServedFunctions.json(served.get("/migrations"));
    assertThat(answer.get("apps").get(0).get("current").asString()).isEqualTo("zero");
    assertThat(answer.get("apps").get(0).get("migrations").findValuesAsString("state"))
        .containsOnly("pending");
    assertThat(answer.get("lastRun").isNull()).isTrue();
  }

  @Test
  void one_app_can_be_asked_for_and_an_unknown_one_is_not_found() {
    new MigrationFolder(db).file("polls/V1__x.sql", "create table x ()");
    try (ServedFunctions two = ServedFunctions.on(database.settings(), db)) {
      assertThat(ServedFunctions.json(two.get("/migrations")).get("apps")).hasSize(2);
      assertThat(ServedFunctions.json(two.get("/migrations/polls")).get("apps")).hasSize(1);
      HttpResponse<String> unknown = two.get("/migrations/nobody");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(ServedFunctions.json(unknown).get("detail").asString())
          .contains("there is no such app");
    }
  }

  @Test
  void the_holder_of_the_lock_is_shown() {
    migrate("main 0001");
    Instant since = Instant.parse("2026-01-02T03:04:05Z");
    OtherHolder.holds(database, "pod-7/1", since, Duration.ofSeconds(30));
    JsonNode lock = ServedFunctions.json(served.get("/migrations")).get("lock");
    assertThat(lock.get("name").asString()).isEqualTo("pod-7/1");
    assertThat(lock.get("since").asString()).isEqualTo(since.toString());
  }

  @Test
  void a_plan_lists_its_steps_and_changes_nothing() {
    JsonNode plan = ServedFunctions.json(served.get("/plan?target=main+0002&target=main%20zero"));
    assertThat(plan.get("targets").get(0).get("steps")).hasSize(2);
    assertThat(plan.get("targets").get(1).get("steps").get(0).get("action").asString())
        .isEqualTo("undo");
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from pg_tables where schemaname in ('public', 'lockstep')")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/plan",
        "/plan?target=",
        "/plan?target=main",
        "/plan?target=main+9",
        "/plan?target=x+1"
      })
  void a_plan_that_is_refused_says_why(String path) {
    HttpResponse<String> refused = served.get(path);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = ServedFunctions.json(refused);
    assertThat(problem.get("status").asInt()).isEqualTo(422);
    assertThat(problem.get("title").asString()).isNotEmpty();
    assertThat(problem.get("detail").asString()).contains("\n"); // and what to do next
  }

  @Test
  void runs_come_newest_first_and_as_many_as_asked_for() {
    migrate("main 0001", "main 0003", "main zero");
    JsonNode runs = ServedFunctions.json(served.get("/runs?limit=2")).get("runs");
    assertThat(runs.findValuesAsString("target")).containsExactly("main zero", "main 0003");
    assertThat(ServedFunctions.json(served.get("/runs")).get("runs")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/migrations?app=main", "/runs?limit=0", "/runs?limit=501", "/runs?limit=-1",
            "/runs?limit=1&limit=2",
        "/runs?limit=99999999999999999999", "/runs?limit=", "/plan?target=main+latest&x=1", "/?x",
            "/migrations?%zz"
      })
  void an_unknown_parameter_is_a_bad_request(String path) {
    assertThat(statusOf("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/env",
        "/actuator/health",
        "/functionRouter",
        "/migrations,plan",
        "/migrations|plan",
        "/migrations%7Cplan",
        "/migrations%2Cplan",
        "/migrations/main/x",
        "/migrations/",
        "/migrations/..%2f",
        "/plan/x",
        "/nothing",
        "/../../etc/passwd",
        "//livez/migrations",
        "//x/",
        "///migrations",
        "/page/x",
        "/list",
        "/migrate",
        "/MIGRATIONS"
      })
  void everything_else_is_not_found(String path) {
    for (String method : new String[] {"GET", "POST"}) {
      int status =
          statusOf(
              method
                  + " "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      // A character that no URL may hold is refused by the server before it is looked up.
      assertThat(status).as(method + " " + path).isEqualTo(path.contains("|") ? 400 : 404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"80000000", "ffffff00", "ffffffff", "-1", "zz"})
  void a_chunk_of_a_size_that_is_none_is_the_clients_fault(String size) {
    assertThat(
            statusOf(
                "POST /plan HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + size
                    + "\r\n{}\r\n0\r\n\r\n"))
        .isEqualTo(400);
  }

  private int statusOf(String request) {
    return RawHttp.status(served.port(), request);
  }

  @Test
  void a_post_calls_the_same_function() {
    migrate("main 0001");
    String got = served.get("/migrations").body();
    assertThat(served.post("/migrations", "application/json", "{}").body()).isEqualTo(got);
    assertThat(served.post("/migrations", "application/json", "").body()).isEqualTo(got);
    assertThat(served.post("/migrations", "application/json", "{\"app\":\"main\"}").body())
        .isEqualTo(got);
    assertThat(
            ServedFunctions.json(
                    served.post("/plan", "application/json", "{\"targets\":[\"main latest\"]}"))
                .get("targets"))
        .hasSize(1);
    assertThat(
            ServedFunctions.json(served.post("/runs", "application/json", "{\"limit\":1}"))
                .get("runs"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "{\"x\":1}", "{\"app\":[1]}", "7", "{", "null", "\"main\""})
  void a_body_that_the_function_does_not_take_is_a_bad_request(String body) {
    assertThat(served.post("/migrations", "application/json", body).statusCode()).isEqualTo(400);
  }

  @Test
  void other_media_types_are_not_taken() {
    assertThat(served.post("/migrations", "text/plain", "{}").statusCode()).isEqualTo(415);
    assertThat(served.post("/migrations", "application/x-java-object", "x").statusCode())
        .isEqualTo(415);
  }

  @Test
  void a_binary_cloud_event_is_answered_with_one() {
    HttpResponse<String> answer =
        served.send(
            served
                .request("/migrations")
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "17")
                .header("ce-type", "ask")
                .header("ce-source", "/test")
                .POST(BodyPublishers.ofString("{\"app\":\"main\"}")));
    isCloudEvent(answer);
    assertThat(ServedFunctions.json(answer).get("apps").get(0).get("name").asString())
        .isEqualTo("main");
  }

  @Test
  void a_structured_cloud_event_is_answered_with_one() {
    HttpResponse<String> answer =
        served.post(
            "/migrations",
            "application/cloudevents+json",
            """
            {"specversion":"1.0","id":"17","type":"ask","source":"/test","data":{"app":"main"}}
            """);
    isCloudEvent(answer);
    assertThat(ServedFunctions.json(answer).get("apps").get(0).get("name").asString())
        .isEqualTo("main");
  }

  private static void isCloudEvent(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ce-specversion")).hasValue("1.0");
    assertThat(answer.headers().firstValue("ce-source")).hasValue("urn:lockstep");
    assertThat(answer.headers().firstValue("ce-type")).isPresent();
    assertThat(answer.headers().firstValue("ce-id")).isPresent().get().isNotEqualTo("17");
  }

  @Test
  void a_cloud_event_with_other_data_is_a_bad_request() {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"/s\",\"data\":%s}";
    for (String data : new String[] {"{\"x\":1}", "[]", "\"main\""}) {
      assertThat(
              served
                  .post("/migrations", "application/cloudevents+json", event.formatted(data))
                  .statusCode())
          .as(data)
          .isEqualTo(400);
    }
  }
}

package io.lockstep.database.login;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUriTest {
  private static String parts(String text) {
    ConnectionUri uri = ConnectionUri.of(text, "POSTGRES_URI");
    return Stream.of("user", "password", "host", "port", "dbname", "sslmode")
        .map(uri::part)
        .map(part -> part.orElse("-"))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://app:secret@db.example.org:6432/shop?sslmode=require, app secret db.example.org 6432 shop require",
    "postgres://app@db, app - db - - -",
    "postgresql://, - - - - - -",
    "postgresql:///shop?host=db&port=1, - - db 1 shop -",
    "postgresql://app:p%40s%2Fs%3A%25+x@[::1]:5432/sh%20op, app p@s/s:%+x [::1] 5432 sh op -",
    "postgresql://app:a:b@db/shop, app a:b db - shop -",
    "postgresql://app:a@b@db/shop, app a@b db - shop -",
    "jdbc:postgresql://db:5432/shop?password=a%2Bb+c%26&user=app, app a+b c& db 5432 shop -",
    "postgresql://app@db/shop?application_name=x&connect_timeout=3&target_session_attrs=any, app - db - shop -"
  })
  void a_uri_says_what_it_says_to_psql_and_the_driver(String text, String parts) {
    assertThat(parts(text)).isEqualTo(parts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host=db password=s3cret",
        "mysql://app:s3cret@db/shop",
        "postgresql://app:s3cret/more@db/shop",
        "postgresql://app:s3cret?more@db/shop",
        "postgresql://app:s3cret%zz@db/shop",
        "postgresql://app:s3cret@db1,db2/shop",
        "postgresql://app:s3cret@d b/shop",
        "postgresql://app:s3cret@db:s3cret/shop",
        "postgresql://app@db/shop?passwort=s3cret",
        "postgresql://app:s3cret@db/shop?options=-c%20x%3Dy",
        "s3cret"
      })
  void a_uri_that_can_not_be_used_is_refused_without_a_word_of_it(String text) {
    assertThat(problem(ExitCode.USAGE, () -> ConnectionUri.of(text, "POSTGRES_URI")).text())
        .startsWith("POSTGRES_URI: ")
        .doesNotContain("s3cret", "more");
  }

  @Test
  void a_uri_does_not_show_its_password() {
    ConnectionUri uri = ConnectionUri.of("postgresql://app:s3cret@db/shop", "POSTGRES_URI");
    assertThat(uri).asString().doesNotContain("s3cret");
    assertThat(uri.part("password")).isEqualTo(Optional.of("s3cret"));
  }
}

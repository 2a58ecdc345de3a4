import io.lockstep.listing.Listing;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Boot's autoconfigured servlet form; without a component scan, which would read every jar. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class ServletForm {
  public static void main(String[] args) {
    SpringApplication.run(ServletForm.class, args);
  }

  @Bean
  public Function<String, Listing> migrations() {
    return FormFunctions.migrations();
  }
}

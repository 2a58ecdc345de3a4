import io.lockstep.listing.Listing;
import java.util.function.Function;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.FunctionalSpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

/** Spring Cloud Function's functional form, on WebFlux. */
@SpringBootConfiguration
public class FunctionalForm implements ApplicationContextInitializer<GenericApplicationContext> {
  public static void main(String[] args) {
    FunctionalSpringApplication.run(FunctionalForm.class, args);
  }

  @Override
  public void initialize(GenericApplicationContext context) {
    context.registerBean(
        "migrations",
        FunctionRegistration.class,
        () ->
            new FunctionRegistration<>(FormFunctions.migrations(), "migrations")
                .type(
                    ResolvableType.forClassWithGenerics(Function.class, String.class, Listing.class)
                        .getType()));
  }
}

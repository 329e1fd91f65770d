package io.winnow.testing;

import io.winnow.runners.EmbeddedFlinkSettings;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Lends one embedded Flink to all tests of a JVM, as a parameter of type {@link Runner} with four
 * slots, of which {@link Runner#at} lends fewer. It starts with the first job and stops after the
 * last test. Failed parts of a job start again at once, up to {@value #ATTEMPTS} times a job.
 */
public final class SharedFlink implements ParameterResolver {
  /** Enough for every function of a large pipeline to fail once. */
  public static final int ATTEMPTS = 200;

  /** The most that a test can ask {@link Runner#at} for. */
  public static final int SLOTS = 4;

  /** Tests that may run at once, so that none holds slots that another waits for. */
  private static final int TESTS = 2;

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedFlink.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Runner.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return of(context).runner.at(SLOTS);
  }

  private static Owner of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("flink", key -> new Owner(), Owner.class);
  }

  /** JUnit closes what its store holds. */
  private static final class Owner implements AutoCloseable {
    final Runner runner =
        Runners.embeddedFlink(
            EmbeddedFlinkSettings.standard(
                    TESTS * SLOTS, Path.of(System.getProperty("java.io.tmpdir")))
                .withRestarts(ATTEMPTS, Duration.ZERO));

    @Override
    public void close() {
      runner.close();
    }
  }
}

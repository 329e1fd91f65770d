package io.winnow.pipelines.code;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What goes to a worker when an object is sent there: written as it would be sent, since only that
 * meets all it holds, in collections and lambdas too.
 */
final class SentObjects extends ObjectOutputStream {
  private final Set<Class<?>> classes = new HashSet<>();
  private final Set<String> implementations = new TreeSet<>();
  private final Set<String> lambdas = new TreeSet<>();

  private SentObjects() throws IOException {
    super(OutputStream.nullOutputStream());
    enableReplaceObject(true);
  }

  /**
   * Writes an object to nowhere.
   *
   * @throws IllegalArgumentException if it holds something that cannot be sent
   */
  static SentObjects of(Object object) {
    try (SentObjects sent = new SentObjects()) {
      sent.writeObject(object);
      return sent;
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(
          object.getClass().getName() + " holds what cannot be sent to a worker: " + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Classes of all objects in it, and those that it holds as such. */
  Set<Class<?>> classes() {
    return classes;
  }

  /** Internal names of the classes that hold the bodies of its lambdas. */
  Set<String> implementations() {
    return implementations;
  }

  /** Which methods its lambdas are: one class may hold several. */
  Set<String> lambdas() {
    return lambdas;
  }

  @Override
  protected void annotateClass(Class<?> type) {
    classes.add(type);
  }

  @Override
  protected void annotateProxyClass(Class<?> type) {
    classes.addAll(Set.of(type.getInterfaces()));
  }

  @Override
  protected Object replaceObject(Object object) {
    if (object instanceof SerializedLambda lambda) {
      implementations.add(lambda.getImplClass());
      lambdas.add(
          String.join(
              " ",
              lambda.getFunctionalInterfaceClass(),
              lambda.getImplClass(),
              lambda.getImplMethodName(),
              lambda.getImplMethodSignature()));
      // Who made it does not count: only what it holds goes on.
      Object[] captured = new Object[lambda.getCapturedArgCount()];
      Arrays.setAll(captured, lambda::getCapturedArg);
      return captured;
    }
    if (object instanceof Class<?> type) {
      classes.add(type);
    }
    return object;
  }
}

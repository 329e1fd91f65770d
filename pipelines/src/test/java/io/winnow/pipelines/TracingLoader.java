package io.winnow.pipelines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads all classes of Winnow anew, each method of which then tells {@link Traces} that it ran. */
final class TracingLoader extends ClassLoader {
  private static final String TRACES = Type.getInternalName(Traces.class);
  private static final int NONE = -1;
  private static final String KEYS = "io/winnow/pipelines/engine/Keys";
  private static final String STAGE = "Lio/winnow/corpus/stage/Stage;";
  private static final String FUNCTION = "Lio/winnow/corpus/stage/ShardFunction;";

  TracingLoader() {
    super(TracingLoader.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("io.winnow.") || name.startsWith(Traces.class.getName())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] traced = traced(stream.readAllBytes(), name.replace('.', '/'));
      return defineClass(name, traced, 0, traced.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] traced(byte[] bytes, String owner) {
    int number = Traces.number(owner);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    ClassVisitor visitor =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor method =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            // Only finds out which lambda is meant.
            boolean left = name.equals("$deserializeLambda$");
            return left ? method : telling(method, number, owner, name, descriptor);
          }
        };
    new ClassReader(bytes).accept(visitor, 0);
    return writer.toByteArray();
  }

  /** Where a key is made, its stage is told too: it is the first argument. */
  private static MethodVisitor telling(
      MethodVisitor method, int number, String owner, String name, String descriptor) {
    if (owner.equals(KEYS) && descriptor.startsWith("(" + STAGE)) {
      if (name.equals("code") && descriptor.startsWith("(" + STAGE + FUNCTION)) {
        return new Telling(method, number, 0, 1); // static
      }
      if (name.equals("ofAll")) {
        return new Telling(method, number, 1, NONE);
      }
    }
    return new Telling(method, number, NONE, NONE);
  }

  /** Tells at the beginning of a method. */
  private static final class Telling extends MethodVisitor {
    private final int number;
    private final int stage;
    private final int function;

    /**
     * @param number of the class
     * @param stage variable that holds a stage whose key is made
     * @param function variable that holds its function of a shard
     */
    Telling(MethodVisitor method, int number, int stage, int function) {
      super(Opcodes.ASM9, method);
      this.number = number;
      this.stage = stage;
      this.function = function;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      visitFieldInsn(Opcodes.GETSTATIC, TRACES, "SEEN", "[Z");
      visitLdcInsn(number);
      visitInsn(Opcodes.ICONST_1);
      visitInsn(Opcodes.BASTORE);
      if (stage != NONE) {
        visitVarInsn(Opcodes.ALOAD, stage);
        if (function == NONE) {
          visitInsn(Opcodes.ACONST_NULL);
        } else {
          visitVarInsn(Opcodes.ALOAD, function);
        }
        visitMethodInsn(
            Opcodes.INVOKESTATIC, TRACES, "ask", "(Ljava/lang/Object;Ljava/lang/Object;)V", false);
      }
    }
  }
}

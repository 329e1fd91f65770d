package io.winnow.pipelines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loads all classes of Winnow anew, as a program in which a word of one class was edited. */
final class EditedLoader extends ClassLoader {
  private final Path folder;

  /**
   * Writes the edited class.
   *
   * @param folder where it will lie
   * @param type to be edited
   * @param word in one of its strings
   * @param edited what is to stand there
   */
  EditedLoader(Path folder, String type, String word, String edited) throws IOException {
    super(EditedLoader.class.getClassLoader());
    this.folder = folder;
    String path = type.replace('.', '/') + ".class";
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    try (InputStream stream = getParent().getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no " + type);
      }
      Files.write(file, edited(stream.readAllBytes(), word, edited));
    }
  }

  private static byte[] edited(byte[] bytes, String word, String edited) {
    ClassWriter writer = new ClassWriter(0);
    boolean[] found = new boolean[1];
    ClassVisitor visitor =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            return new MethodVisitor(
                Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
              @Override
              public void visitLdcInsn(Object value) {
                boolean here = value instanceof String text && text.contains(word);
                found[0] |= here;
                super.visitLdcInsn(here ? ((String) value).replace(word, edited) : value);
              }
            };
          }
        };
    new ClassReader(bytes).accept(visitor, 0);
    if (!found[0]) {
      throw new IllegalArgumentException("no string has " + word);
    }
    return writer.toByteArray();
  }

  /** The edited class hides the one of the program, for whoever reads its file too. */
  @Override
  public @Nullable URL getResource(String name) {
    Path file = folder.resolve(name);
    if (name.endsWith(".class") && Files.exists(file)) {
      try {
        return file.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new UncheckedIOException(e);
      }
    }
    return super.getResource(name);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("io.winnow.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    URL url = getResource(name.replace('.', '/') + ".class");
    if (url == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream stream = url.openStream()) {
      byte[] bytes = stream.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

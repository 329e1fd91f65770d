package io.winnow.pipelines.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Document;
import io.winnow.pipelines.run.Curation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

class ClassFileTest {
  /** The second opinion is what ASM would rename. */
  @Test
  void asmSeesTheSameNames() throws IOException, URISyntaxException {
    int compared = 0;
    for (Class<?> door : Set.of(Document.class, Curation.class)) {
      Path place = Path.of(door.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        compared += compare(place);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          compared += compare(jar.getPath("/"));
        }
      }
    }
    assertTrue(compared > 300, compared + " classes");
  }

  private static int compare(Path root) throws IOException {
    List<Path> files = classes(root);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      Set<String> expected = named(bytes);
      expected.removeIf(ClassFileTest::isAnnotation);
      Set<String> names = new TreeSet<>(ClassFile.read(bytes).names());
      names.add(new ClassReader(bytes).getClassName());
      names.removeIf(ClassFileTest::isAnnotation);
      assertEquals(expected, names, file.toString());
    }
    return files.size();
  }

  private static List<Path> classes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(
              file -> file.toString().endsWith(".class") && !file.endsWith("package-info.class"))
          .toList();
    }
  }

  private static Set<String> named(byte[] bytes) {
    Set<String> names = new TreeSet<>();
    Remapper noting =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String name) {
            names.add(name);
            return name;
          }
        };
    ClassRemapper visitor =
        new ClassRemapper(new ClassWriter(0), noting) {
          @Override
          public void visitInnerClass(String name, String outer, String inner, int access) {}

          @Override
          public void visitOuterClass(String owner, String name, String descriptor) {}

          @Override
          public void visitNestHost(String host) {}

          @Override
          public void visitNestMember(String member) {}

          @Override
          public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return null;
          }

          @Override
          public RecordComponentVisitor visitRecordComponent(
              String name, String descriptor, @Nullable String signature) {
            return new RecordComponentVisitor(
                Opcodes.ASM9, super.visitRecordComponent(name, descriptor, signature)) {
              @Override
              public @Nullable AnnotationVisitor visitAnnotation(
                  String descriptor, boolean visible) {
                return null;
              }
            };
          }

          @Override
          public void visitPermittedSubclass(String subclass) {}
        };
    new ClassReader(bytes).accept(visitor, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return names;
  }

  /** Those, and the values that they declare, say nothing that runs, and are not followed. */
  private static boolean isAnnotation(String name) {
    try {
      Class<?> type =
          Class.forName(name.replace('/', '.'), false, ClassFileTest.class.getClassLoader());
      Class<?> outer = type.getDeclaringClass();
      return type.isAnnotation() || (outer != null && outer.isAnnotation());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}

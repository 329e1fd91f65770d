package io.winnow.pipelines.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Classes made for a test: sources of the package {@code made}, compiled into a folder. */
final class Made {
  private final Path folder;
  private final List<Path> sources = new ArrayList<>();

  Made(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Adds a class by its source but for the line of the package. */
  Made type(String name, String source) throws IOException {
    Path file = folder.resolve("made/" + name + ".java");
    Files.createDirectories(folder.resolve("made"));
    sources.add(Files.writeString(file, "package made; " + source));
    return this;
  }

  /** Adds a file beside the classes. */
  Made file(String name, String text) throws IOException {
    Path file = folder.resolve("made").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** Compiles all, and takes their sources away. */
  ClassLoader compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean done =
          compiler
              .getTask(
                  null,
                  files,
                  null,
                  List.of("-d", folder.toString(), "-g", "-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!done) {
        throw new IllegalArgumentException("the sources cannot be compiled");
      }
    }
    for (Path source : sources) {
      Files.delete(source);
    }
    return loader(folder);
  }

  /** Packs what was compiled; entries come in the opposite order, so that order cannot matter. */
  ClassLoader inJar(Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Collections.reverseOrder()).collect(Collectors.toList());
    }
    files.remove(folder);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path file : files) {
        String name = folder.relativize(file).toString();
        boolean inner = Files.isDirectory(file);
        entries.putNextEntry(new JarEntry(inner ? name + "/" : name));
        if (!inner) {
          Files.copy(file, entries);
        }
      }
    }
    return loader(jar);
  }

  /** What was compiled, with other folders behind it on the class path. */
  ClassLoader with(Path... others) throws MalformedURLException {
    List<Path> places = new ArrayList<>(List.of(folder));
    places.addAll(List.of(others));
    return loader(places.toArray(Path[]::new));
  }

  private static ClassLoader loader(Path... places) throws MalformedURLException {
    URL[] urls = new URL[places.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = places[i].toUri().toURL();
    }
    return new URLClassLoader(urls, Made.class.getClassLoader());
  }

  static Class<?> load(ClassLoader loader, String name) {
    try {
      return loader.loadClass("made." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** The names without their package of the made classes in a closure. */
  static Set<String> names(Closure closure) {
    Set<String> names = new TreeSet<>();
    for (String name : closure.classes().keySet()) {
      names.add(name.startsWith("made/") ? name.substring("made/".length()) : name);
    }
    return names;
  }
}

package io.winnow.pipelines.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** A folder or jar that classes and their resources lie in. Names have slashes. */
sealed interface Place {
  /** The bytes of a file; null if there is no such file. */
  byte @Nullable [] read(String name) throws IOException;

  /** The files in a folder and its folders, but for classes; empty if there is no such folder. */
  List<String> under(String folder) throws IOException;

  /**
   * The place where a file was found.
   *
   * @param file as a class loader gives it
   * @param name of it
   */
  static Place of(URL file, String name) throws IOException {
    if (file.openConnection() instanceof JarURLConnection jar) {
      return new Jar(jar.getJarFile());
    }
    String text = file.toString();
    try {
      return new Folder(Path.of(new URI(text.substring(0, text.length() - name.length()))));
    } catch (URISyntaxException e) {
      throw new IOException(text + " is no URI", e);
    }
  }

  /** Classes as the compiler leaves them. */
  record Folder(Path root) implements Place {
    @Override
    public byte @Nullable [] read(String name) throws IOException {
      Path file = root.resolve(name);
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    }

    @Override
    public List<String> under(String folder) throws IOException {
      Path top = root.resolve(folder);
      if (!Files.isDirectory(top)) {
        return List.of();
      }
      try (Stream<Path> files = Files.walk(top)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> root.relativize(file).toString().replace('\\', '/'))
            .filter(name -> !name.endsWith(".class"))
            .sorted()
            .toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  /** A jar, which the class loader keeps open. */
  record Jar(JarFile file) implements Place {
    @Override
    public byte @Nullable [] read(String name) throws IOException {
      ZipEntry entry = file.getEntry(name);
      if (entry == null || entry.isDirectory()) {
        return null;
      }
      try (InputStream stream = file.getInputStream(entry)) {
        return stream.readAllBytes();
      }
    }

    @Override
    public List<String> under(String folder) {
      String prefix = folder.endsWith("/") ? folder : folder + "/";
      List<String> names = new ArrayList<>();
      for (ZipEntry entry : Collections.list(file.entries())) {
        String name = entry.getName();
        if (name.startsWith(prefix) && !entry.isDirectory() && !name.endsWith(".class")) {
          names.add(name);
        }
      }
      Collections.sort(names);
      return names;
    }
  }
}

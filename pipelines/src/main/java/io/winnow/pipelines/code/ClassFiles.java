package io.winnow.pipelines.code;

import io.winnow.corpus.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The classes that a class loader sees, each read once, as files: none is loaded. */
final class ClassFiles {
  /** Digest of a class that is named but not there, as libraries name what they can do without. */
  static final String MISSING = "missing";

  private static final char JOINED = '\u0001';

  private final ClassLoader loader;
  private final ConcurrentMap<String, Part> parts = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Place> places = new ConcurrentHashMap<>();

  ClassFiles(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * What one class adds to a closure.
   *
   * @param digest of its file; null: the platform's or a library's, which are not followed
   * @param names classes that it names
   * @param resources digests of the files that its strings lead to
   * @param libraries versions of those that it is of or names resources of
   */
  record Part(
      @Nullable String digest,
      List<String> names,
      SortedMap<String, String> resources,
      SortedMap<String, String> libraries) {
    static Part notFollowed(SortedMap<String, String> libraries) {
      return new Part(null, List.of(), new TreeMap<>(), libraries);
    }
  }

  /**
   * Looks at a class.
   *
   * @param name internal name
   */
  Part part(String name) {
    Part part = parts.get(name);
    if (part == null) {
      try {
        part = read(name);
      } catch (IOException e) {
        throw new UncheckedIOException("the program's own classes cannot be read", e);
      }
      parts.put(name, part);
    }
    return part;
  }

  private Part read(String name) throws IOException {
    SortedMap<String, String> libraries = new TreeMap<>();
    if (name.startsWith("java/") || name.startsWith("javax/") || Libraries.note(name, libraries)) {
      return Part.notFollowed(libraries);
    }
    String path = name + ".class";
    URL url = loader.getResource(path);
    if (url == null) {
      return new Part(MISSING, List.of(), new TreeMap<>(), libraries);
    }
    if (url.getProtocol().equals("jrt")) {
      return Part.notFollowed(libraries);
    }
    Place place = place(url, path);
    ClassFile file = ClassFile.read(Objects.requireNonNull(place.read(path)));
    SortedMap<String, String> resources = new TreeMap<>();
    for (String string : file.strings()) {
      int joined = string.indexOf(JOINED);
      String beginning =
          joined < 0 ? string : string.substring(0, string.lastIndexOf('/', joined) + 1);
      if (isPath(beginning) && !Libraries.noteResource(beginning, libraries)) {
        addResources(beginning, name, place, resources);
      }
    }
    return new Part(file.digest(), List.copyOf(file.names()), resources, libraries);
  }

  private Place place(URL url, String path) throws IOException {
    String text = url.toString();
    String root = text.substring(0, text.length() - path.length());
    Place place = places.get(root);
    if (place == null) {
      place = Place.of(url, path);
      places.put(root, place);
    }
    return place;
  }

  /**
   * Whether a string may lead to a file or folder: it has a dot or a slash, and no odd character.
   */
  private static boolean isPath(String string) {
    boolean mark = false;
    boolean word = false;
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '.' || c == '/') {
        mark = true;
      } else if (c < 128 && Character.isLetterOrDigit(c)) {
        word = true;
      } else if (c != '-' && c != '_') {
        return false;
      }
    }
    return mark && word && !string.contains("//") && !string.contains("..");
  }

  /**
   * Looks only where the class itself lies: whatever else is on the class path, a folder with the
   * sources of a program even, is no part of it.
   */
  private static void addResources(
      String string, String name, Place place, SortedMap<String, String> to) throws IOException {
    boolean fromTop = string.startsWith("/");
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    add(fromTop ? string.substring(1) : folder + string, place, to);
  }

  private static void add(String path, Place place, SortedMap<String, String> to)
      throws IOException {
    List<String> files = new ArrayList<>(List.of(path));
    if (path.endsWith("/") || path.indexOf('.', path.lastIndexOf('/')) < 0) {
      files.addAll(place.under(path));
    }
    for (String file : files) {
      byte[] bytes = place.read(file);
      if (bytes != null && !file.endsWith(".class")) {
        to.put(file, new Digest().raw(bytes, 0, bytes.length).hex());
      }
    }
  }
}

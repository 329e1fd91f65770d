package io.winnow.mixtures.repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of a repository that a file imports, by the words of its language. What cannot be
 * found, such as a library, is left out. Reads text, not syntax: an import inside a comment counts.
 */
final class ImportResolver {
  private static final int TEXT_LOOKED_AT = 200_000;
  private static final int FILES_OF_A_PACKAGE = 200;

  // What repeats is possessive or bounded: texts come from strangers, and time must not grow with
  // the square of their length.
  private static final Pattern JAVA =
      Pattern.compile(
          "(?m)^[ \\t]*+import[ \\t]++(?:static[ \\t]++)?([\\w.]*\\w)(\\.\\*|\\._)?[ \\t]*+;?");
  private static final Pattern JAVA_PACKAGE =
      Pattern.compile("(?m)^[ \\t]*+package[ \\t]++([\\w.]+)");
  private static final Pattern PYTHON_IMPORT =
      Pattern.compile("(?m)^[ \\t]*+import[ \\t]++([\\w., \\t]+)");
  private static final Pattern PYTHON_FROM =
      Pattern.compile(
          "(?m)^[ \\t]*+from[ \\t]++([.\\w]++)[ \\t]++import[ \\t]*+"
              + "(?:\\(([^)]{0,5000}+)|([^(\\n]*+))");
  private static final Pattern SCRIPT =
      Pattern.compile(
          "(?:\\bfrom\\s*+|\\bimport\\s*+\\(?+\\s*+|\\brequire\\s*+\\(\\s*+)"
              + "[\"'](\\.[^\"'\\n]*+)[\"']");
  private static final Pattern INCLUDE =
      Pattern.compile("(?m)^[ \\t]*+#[ \\t]*+include[ \\t]*+[\"<]([^\">\\n]++)[\">]");
  private static final Pattern RUBY =
      Pattern.compile(
          "(?m)^[ \\t]*+(require_relative|require|load|autoload[ \\t]++:\\w++[ \\t]*+,)"
              + "[ \\t]*+\\(?+[ \\t]*+[\"']([^\"'\\n]++)[\"']");
  private static final Pattern GO_BLOCK =
      Pattern.compile("(?ms)^import[ \\t]*+\\((.{0,10000}?)^\\)");
  private static final Pattern GO_SINGLE =
      Pattern.compile("(?m)^import[ \\t]++(?:[\\w.]++[ \\t]++)?\"([^\"\\n]++)\"");
  private static final Pattern GO_PATH = Pattern.compile("\"([^\"\\n]++)\"");
  private static final Pattern RUST_MODULE =
      Pattern.compile(
          "(?m)^[ \\t]*+(?:pub(?:\\([^)\\n]*+\\))?[ \\t]++)?mod[ \\t]++(\\w++)[ \\t]*+;");
  private static final Pattern RUST_USE = Pattern.compile("\\buse\\s++crate::([\\w:]++)");

  private static final List<String> SCRIPT_ENDINGS =
      List.of(
          "",
          ".ts",
          ".tsx",
          ".mts",
          ".cts",
          ".js",
          ".mjs",
          ".cjs",
          ".jsx",
          ".vue",
          ".json",
          "/index.ts",
          "/index.tsx",
          "/index.js",
          "/index.mjs",
          "/index.cjs");

  private final List<RepositoryFile> files;
  private final Map<String, Integer> byPath = new HashMap<>();

  /** By {@link #key}; what is longer than that is compared with the ends of their paths. */
  private final Map<String, List<Integer>> byName = new HashMap<>();

  private final Map<String, List<Integer>> byFolder = new HashMap<>();
  private final Map<String, Integer> javaTypes = new HashMap<>();
  private final Map<String, List<Integer>> javaPackages = new HashMap<>();

  ImportResolver(List<RepositoryFile> files) {
    this.files = files;
    for (int i = 0; i < files.size(); i++) {
      String path = files.get(i).path();
      byPath.putIfAbsent(path, i);
      byName.computeIfAbsent(key(path), name -> new ArrayList<>()).add(i);
      byFolder.computeIfAbsent(folder(path), name -> new ArrayList<>()).add(i);
      if (isJava(language(i))) {
        Matcher declared = JAVA_PACKAGE.matcher(beginning(i));
        String prefix = declared.find() ? declared.group(1) : "";
        String type = name(path).replaceFirst("\\.\\w+$", "");
        javaTypes.putIfAbsent(prefix + "." + type, i);
        javaPackages.computeIfAbsent(prefix, name -> new ArrayList<>()).add(i);
      }
    }
  }

  /** The files that one imports, perhaps itself among them. */
  Set<Integer> importsOf(int file) {
    Set<Integer> found = new LinkedHashSet<>();
    String text = beginning(file);
    switch (language(file)) {
      case "java", "kotlin", "scala", "groovy" -> java(text, found);
      case "python", "cython" -> python(file, text, found);
      case "javascript", "typescript", "vue" -> script(file, text, found);
      case "c", "c++", "objective-c", "cuda" -> include(file, text, found);
      case "ruby" -> ruby(file, text, found);
      case "go" -> go(text, found);
      case "rust" -> rust(file, text, found);
      default -> {}
    }
    return found;
  }

  private static boolean isJava(String language) {
    return language.equals("java")
        || language.equals("kotlin")
        || language.equals("scala")
        || language.equals("groovy");
  }

  private void java(String text, Set<Integer> found) {
    Matcher imports = JAVA.matcher(text);
    while (imports.find()) {
      String name = imports.group(1);
      if (imports.group(2) != null && javaPackages.containsKey(name)) {
        List<Integer> all = javaPackages.get(name);
        found.addAll(all.subList(0, Math.min(all.size(), FILES_OF_A_PACKAGE)));
        continue;
      }
      // A member or a type inside another one: the file is that of the outermost type.
      for (String type = name;
          type.contains(".");
          type = type.substring(0, type.lastIndexOf('.'))) {
        Integer target = javaTypes.get(type);
        if (target != null) {
          found.add(target);
          break;
        }
      }
    }
  }

  private void python(int file, String text, Set<Integer> found) {
    Matcher plain = PYTHON_IMPORT.matcher(text);
    while (plain.find()) {
      for (String name : plain.group(1).split(",")) {
        String module = name.strip().split("\\s")[0];
        if (!module.isEmpty()) {
          pythonModule(file, module.replace('.', '/'), found);
        }
      }
    }
    Matcher from = PYTHON_FROM.matcher(text);
    while (from.find()) {
      String module = from.group(1);
      int dots = 0;
      while (dots < module.length() && module.charAt(dots) == '.') {
        dots++;
      }
      String rest = module.substring(dots).replace('.', '/');
      String base = folder(files.get(file).path());
      for (int i = 1; i < dots; i++) {
        base = folder(base);
      }
      String names = from.group(2) == null ? from.group(3) : from.group(2);
      for (String name : names.split("[,\\s]+")) {
        String inner = rest.isEmpty() ? name : rest + "/" + name;
        boolean submodule =
            !name.isEmpty()
                && !name.equals("*")
                && (dots == 0
                    ? pythonModule(file, inner, found)
                    : pythonFile(join(base, inner), found));
        if (!submodule) {
          if (dots == 0) {
            pythonModule(file, rest, found);
          } else {
            pythonFile(rest.isEmpty() ? base : join(base, rest), found);
          }
        }
      }
    }
  }

  private boolean pythonFile(String module, Set<Integer> found) {
    Integer target = byPath.get(module + ".py");
    if (target == null) {
      target = byPath.get(join(module, "__init__.py"));
    }
    add(target, found);
    return target != null;
  }

  private boolean pythonModule(int file, String module, Set<Integer> found) {
    Integer target = nearest(file, module + ".py");
    if (target == null) {
      target = nearest(file, module + "/__init__.py");
    }
    add(target, found);
    return target != null;
  }

  private void script(int file, String text, Set<Integer> found) {
    String base = folder(files.get(file).path());
    Matcher imports = SCRIPT.matcher(text);
    while (imports.find()) {
      String path = normalize(join(base, imports.group(1)));
      // TypeScript names the file that its compiler will write.
      String stem = path.replaceFirst("\\.[cm]?jsx?$", "");
      Integer target = null;
      for (String start : path.equals(stem) ? List.of(path) : List.of(path, stem)) {
        for (String ending : SCRIPT_ENDINGS) {
          target = target == null ? byPath.get(start + ending) : target;
        }
      }
      add(target, found);
    }
  }

  private void include(int file, String text, Set<Integer> found) {
    String base = folder(files.get(file).path());
    Matcher includes = INCLUDE.matcher(text);
    while (includes.find()) {
      Integer target = byPath.get(normalize(join(base, includes.group(1))));
      add(target == null ? nearest(file, normalize(includes.group(1))) : target, found);
    }
  }

  private void ruby(int file, String text, Set<Integer> found) {
    String base = folder(files.get(file).path());
    Matcher requires = RUBY.matcher(text);
    while (requires.find()) {
      String path = requires.group(2);
      String named = path.endsWith(".rb") ? path : path + ".rb";
      add(
          requires.group(1).equals("require_relative") || path.startsWith("./")
              ? byPath.get(normalize(join(base, named)))
              : nearest(file, named),
          found);
    }
  }

  /** A package of Go is a folder; its import path ends in the folder's path in the repository. */
  private void go(String text, Set<Integer> found) {
    List<String> paths = new ArrayList<>();
    Matcher single = GO_SINGLE.matcher(text);
    while (single.find()) {
      paths.add(single.group(1));
    }
    Matcher block = GO_BLOCK.matcher(text);
    while (block.find()) {
      Matcher path = GO_PATH.matcher(block.group(1));
      while (path.find()) {
        paths.add(path.group(1));
      }
    }
    for (String path : paths) {
      String folder = path;
      while (!byFolder.containsKey(folder) && folder.contains("/")) {
        folder = folder.substring(folder.indexOf('/') + 1);
      }
      for (int target : byFolder.getOrDefault(folder, List.of())) {
        String name = files.get(target).path();
        // Only a path of several parts is no package of the standard library.
        if (path.contains("/") && name.endsWith(".go") && !name.endsWith("_test.go")) {
          found.add(target);
        }
      }
    }
  }

  private void rust(int file, String text, Set<Integer> found) {
    String path = files.get(file).path();
    String name = name(path);
    boolean root = name.equals("lib.rs") || name.equals("main.rs") || name.equals("mod.rs");
    String base = root ? folder(path) : path.replaceFirst("\\.rs$", "");
    Matcher modules = RUST_MODULE.matcher(text);
    while (modules.find()) {
      String module = join(base, modules.group(1));
      Integer target = byPath.get(module + ".rs");
      add(target == null ? byPath.get(module + "/mod.rs") : target, found);
    }
    int source = ("/" + path).lastIndexOf("/src/");
    String crate = source < 0 ? "" : path.substring(0, source) + "src";
    Matcher uses = RUST_USE.matcher(text);
    while (uses.find()) {
      String module = uses.group(1).replace("::", "/").replaceFirst("/+$", "");
      Integer target = null;
      while (target == null && !module.isEmpty()) {
        target = byPath.get(join(crate, module + ".rs"));
        target = target == null ? byPath.get(join(crate, module + "/mod.rs")) : target;
        module = folder(module);
      }
      add(target, found);
    }
  }

  private static void add(@Nullable Integer target, Set<Integer> found) {
    if (target != null) {
      found.add(target);
    }
  }

  /** Of the files whose paths end in {@code end}, the one that shares most folders with a file. */
  private @Nullable Integer nearest(int file, String end) {
    Integer best = null;
    int most = -1;
    for (int candidate : byName.getOrDefault(key(end), List.of())) {
      String path = files.get(candidate).path();
      if (path.equals(end) || path.endsWith("/" + end)) {
        int shared = sharedFolders(files.get(file).path(), path);
        if (shared > most) {
          most = shared;
          best = candidate;
        }
      }
    }
    return best;
  }

  private static int sharedFolders(String a, String b) {
    int shared = 0;
    for (int i = 0; i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i); i++) {
      shared += a.charAt(i) == '/' ? 1 : 0;
    }
    return shared;
  }

  private String language(int file) {
    String language = files.get(file).language();
    return language == null ? "" : language;
  }

  private String beginning(int file) {
    String text = files.get(file).text();
    return text.length() <= TEXT_LOOKED_AT ? text : text.substring(0, TEXT_LOOKED_AT);
  }

  /** The last part of a path; of a package of Python, which all have one name, the last two. */
  private static String key(String path) {
    String name = name(path);
    return name.equals("__init__.py") ? name(folder(path)) + "/" + name : name;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String folder(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  private static String join(String folder, String path) {
    return folder.isEmpty() ? path : folder + "/" + path;
  }

  /** Without {@code .} and {@code ..}. */
  private static String normalize(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}

package io.winnow.readers.code;

import io.winnow.readers.containers.FileNames;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The language of a file by its name. */
final class ProgrammingLanguages {
  /** Language, then its extensions; a name with a capital or without a dot is a whole file name. */
  private static final String[][] TABLE = {
    {"ada", "adb", "ads"},
    {"assembly", "asm", "s"},
    {"awk", "awk"},
    {"bazel", "bzl", "BUILD", "WORKSPACE"},
    {"c", "c", "h"},
    {"c#", "cs"},
    {"c++", "cpp", "cc", "cxx", "hpp", "hh", "hxx", "ipp"},
    {"clojure", "clj", "cljs", "cljc", "edn"},
    {"cmake", "cmake", "CMakeLists.txt"},
    {"coffeescript", "coffee"},
    {"common-lisp", "lisp", "lsp"},
    {"css", "css"},
    {"cuda", "cu", "cuh"},
    {"cython", "pyx", "pxd"},
    {"d", "d"},
    {"dart", "dart"},
    {"dockerfile", "dockerfile", "Dockerfile"},
    {"elixir", "ex", "exs"},
    {"elm", "elm"},
    {"emacs-lisp", "el"},
    {"erlang", "erl", "hrl"},
    {"f#", "fs", "fsi", "fsx"},
    {"fortran", "f", "f90", "f95", "f03", "for"},
    {"go", "go"},
    {"gradle", "gradle"},
    {"graphql", "graphql", "gql"},
    {"groovy", "groovy"},
    {"haskell", "hs"},
    {"html", "html", "htm", "xhtml"},
    {"ini", "ini", "cfg", "properties", ".editorconfig", ".gitignore", ".gitattributes"},
    {"java", "java"},
    {"javascript", "js", "mjs", "cjs", "jsx"},
    {"json", "json"},
    {"jsp", "jsp"},
    {"julia", "jl"},
    {"jupyter", "ipynb"},
    {"kotlin", "kt", "kts"},
    {"less", "less"},
    {"lua", "lua"},
    {"makefile", "mk", "mak", "Makefile", "makefile", "GNUmakefile"},
    {"markdown", "md", "markdown"},
    {"matlab", "m"},
    {"nim", "nim"},
    {"nix", "nix"},
    {"objective-c", "mm"},
    {"ocaml", "ml", "mli"},
    {"pascal", "pas", "pp"},
    {"perl", "pl", "pm"},
    {"php", "php"},
    {"powershell", "ps1", "psm1"},
    {"prolog", "pro"},
    {"protobuf", "proto"},
    {"python", "py", "pyi"},
    {"r", "r"},
    {"restructuredtext", "rst"},
    {"ruby", "rb", "rake", "gemspec", "Gemfile", "Rakefile"},
    {"rust", "rs"},
    {"sass", "scss", "sass"},
    {"scala", "scala", "sbt"},
    {"scheme", "scm", "ss", "rkt"},
    {"shell", "sh", "bash", "zsh", "fish"},
    {"smalltalk", "st"},
    {"solidity", "sol"},
    {"sql", "sql"},
    {"swift", "swift"},
    {"tcl", "tcl"},
    {"terraform", "tf"},
    {"tex", "tex", "sty", "cls", "bib"},
    {
      "text",
      "txt",
      "text",
      "README",
      "LICENSE",
      "LICENCE",
      "NOTICE",
      "COPYING",
      "UNLICENSE",
      "AUTHORS",
      "CHANGES",
      "CHANGELOG",
      "INSTALL",
      "TODO"
    },
    {"thrift", "thrift"},
    {"toml", "toml"},
    {"typescript", "ts", "tsx", "mts", "cts"},
    {"verilog", "v", "vh", "sv"},
    {"vhdl", "vhd", "vhdl"},
    {"vim", "vim"},
    {"visual-basic", "vb", "bas"},
    {"vue", "vue"},
    {"xml", "xml", "xsd", "xsl", "xslt", "wsdl", "pom"},
    {"yaml", "yaml", "yml"},
    {"zig", "zig"},
  };

  private static final Set<String> PROSE = Set.of("text", "markdown", "restructuredtext", "html");
  private static final Map<String, String> BY_NAME = new HashMap<>();
  private static final Map<String, String> BY_EXTENSION = new HashMap<>();

  static {
    for (String[] row : TABLE) {
      for (int i = 1; i < row.length; i++) {
        boolean whole = !row[i].equals(row[i].toLowerCase(Locale.ROOT)) || row[i].contains(".");
        (whole ? BY_NAME : BY_EXTENSION).put(row[i], row[0]);
      }
    }
    BY_NAME.put("makefile", "makefile");
    BY_NAME.put("dockerfile", "dockerfile");
  }

  private ProgrammingLanguages() {}

  /** Lower-case name of the language; null if the name says nothing. */
  static @Nullable String of(String path) {
    String name = FileNames.last(path);
    String whole = BY_NAME.get(name);
    if (whole != null) {
      return whole;
    }
    int dot = name.lastIndexOf('.');
    return dot < 0 ? null : BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Whether files of a language are read by people rather than by a compiler. */
  static boolean isProse(String language) {
    return PROSE.contains(language);
  }
}

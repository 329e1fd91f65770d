package io.winnow.readers.code;

import io.winnow.readers.containers.FileNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The licence files of one repository, and which licences they are. */
final class Licences {
  /** A licence is told from its beginning. */
  static final int MAXIMUM_BYTES = 64 << 10;

  private static final Pattern FILE =
      Pattern.compile("(?i)(un)?licen[cs]e([._-].*)?|copying([._-].*)?");
  private static final Pattern SPACE = Pattern.compile("[\\s*#/\"]+");

  /**
   * SPDX name to phrases, each to be found, of which the first is its title. Licences speak of each
   * other, the GPL of the LGPL and the AGPL: the title that comes first counts, and of two at one
   * place the one that stands first here.
   */
  private static final Map<String, String[]> PHRASES = phrases();

  private final Map<String, String> byPath = new TreeMap<>();

  private static Map<String, String[]> phrases() {
    Map<String, String[]> phrases = new LinkedHashMap<>();
    phrases.put("Apache-2.0", new String[] {"apache license", "version 2.0"});
    phrases.put("AGPL-3.0", new String[] {"gnu affero general public license", "version 3"});
    phrases.put("LGPL-3.0", new String[] {"gnu lesser general public license", "version 3"});
    phrases.put("LGPL-2.1", new String[] {"gnu lesser general public license", "version 2.1"});
    phrases.put("GPL-3.0", new String[] {"gnu general public license", "version 3, 29 june 2007"});
    phrases.put("GPL-2.0", new String[] {"gnu general public license", "version 2, june 1991"});
    phrases.put("MPL-2.0", new String[] {"mozilla public license", "2.0"});
    phrases.put("EPL-2.0", new String[] {"eclipse public license", "2.0"});
    phrases.put("EPL-1.0", new String[] {"eclipse public license", "1.0"});
    phrases.put("CC0-1.0", new String[] {"cc0 1.0 universal"});
    phrases.put("Unlicense", new String[] {"free and unencumbered software", "public domain"});
    phrases.put(
        "BSD-3-Clause",
        new String[] {
          "redistribution and use in source and binary forms", "endorse or promote products derived"
        });
    phrases.put("BSD-2-Clause", new String[] {"redistribution and use in source and binary forms"});
    phrases.put(
        "ISC", new String[] {"permission to use, copy, modify, and or distribute this software"});
    phrases.put(
        "MIT",
        new String[] {
          "permission is hereby granted, free of charge, to any person obtaining a copy"
        });
    return phrases;
  }

  /** Whether a file of this path is a licence. */
  static boolean isLicence(String path) {
    String name = FileNames.last(path);
    return FILE.matcher(name).matches() && !isSource(name);
  }

  private static boolean isSource(String name) {
    String language = ProgrammingLanguages.of(name);
    return language != null && !ProgrammingLanguages.isProse(language);
  }

  void add(String path, String text) {
    byPath.put(path, text);
  }

  /** The licence file that covers a file: in its folder or the nearest above, then META-INF's. */
  @Nullable String fileFor(String path) {
    String folder = path;
    while (!folder.isEmpty()) {
      folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
      for (String candidate : byPath.keySet()) {
        int slash = candidate.lastIndexOf('/');
        if (candidate.substring(0, Math.max(0, slash)).equals(folder)) {
          return candidate;
        }
      }
    }
    return byPath.keySet().stream().filter(p -> p.startsWith("META-INF/")).findFirst().orElse(null);
  }

  /** SPDX name of a licence file; null if it is none of the known. */
  @Nullable String name(String licenceFile) {
    String text = byPath.get(licenceFile);
    return text == null ? null : recognize(text);
  }

  static @Nullable String recognize(String text) {
    String plain = SPACE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
    String recognized = null;
    int first = Integer.MAX_VALUE;
    for (Map.Entry<String, String[]> licence : PHRASES.entrySet()) {
      int title = plain.indexOf(licence.getValue()[0]);
      if (title >= 0
          && title < first
          && Arrays.stream(licence.getValue()).allMatch(plain::contains)) {
        recognized = licence.getKey();
        first = title;
      }
    }
    return recognized;
  }
}

package io.winnow.testing;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the sources of all modules measure, as the compiler parses them. */
final class House {
  static final int FILES_OF_A_PACKAGE = 20;
  static final int LINES_OF_A_FILE = 400;
  static final int LINES_OF_A_METHOD = 60;

  /** What writes as the machine's locale would have it, where none is given. */
  private static final Set<String> FORMATS = Set.of("format", "printf", "formatted");

  private static final Set<String> CASES = Set.of("toLowerCase", "toUpperCase");

  /**
   * What is larger than it may be, a circle, or another text in another locale.
   *
   * @param where a package, a file below its module's sources, a method or line of a file, or the
   *     packages of a circle
   * @param fault a sentence with figure and limit
   */
  record Finding(String where, String fault) {}

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, TreeSet<String>> files = new TreeMap<>();
  private final Map<String, TreeSet<String>> names = new TreeMap<>();

  private House() {}

  /** What is wrong below a folder, whose children may be modules; in the order of their names. */
  static List<Finding> findings(Path root) throws IOException {
    House house = new House();
    try (Stream<Path> children = Files.list(root.toAbsolutePath().normalize())) {
      for (Path module : children.sorted().toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          house.read(sources);
        }
      }
    }
    house.files.forEach(
        (name, inside) ->
            house.measure(name, "the package " + name, inside.size(), "files", FILES_OF_A_PACKAGE));
    house.circles();
    return house.findings;
  }

  private void read(Path sources) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(sources)) {
      paths = all.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
    if (paths.isEmpty()) {
      return;
    }
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(paths));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        Path path = Path.of(unit.getSourceFile().toUri());
        String file = sources.relativize(path).toString().replace('\\', '/');
        String name = String.valueOf(unit.getPackageName());
        if (!file.endsWith("package-info.java")) {
          files.computeIfAbsent(name, key -> new TreeSet<>()).add(file);
          long lines = unit.getLineMap().getLineNumber(Files.size(path));
          measure(file, file, lines, "lines", LINES_OF_A_FILE);
        }
        unit.accept(new Reading(unit, positions, file), null);
      }
    }
  }

  private void measure(String where, String what, long figure, String unit, int limit) {
    if (figure > limit) {
      findings.add(
          new Finding(where, what + " has " + figure + " " + unit + "; it may have " + limit));
    }
  }

  /** Hears of methods and of names with dots; in a file, imports are such names too. */
  private final class Reading extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String file;
    private String type = "";

    Reading(CompilationUnitTree unit, SourcePositions positions, String file) {
      this.unit = unit;
      this.positions = positions;
      this.file = file;
    }

    @Override
    public @Nullable Void visitClass(ClassTree node, @Nullable Void none) {
      String outer = type;
      type = node.getSimpleName().isEmpty() ? outer : node.getSimpleName().toString();
      super.visitClass(node, none);
      type = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree node, @Nullable Void none) {
      if (!isFlatSwitch(node.getBody())) {
        long lines = line(positions.getEndPosition(unit, node)) - line(start(node)) + 1;
        String name = node.getName().contentEquals("<init>") ? type : node.getName().toString();
        String where = file + " " + type + "." + name;
        measure(where, where, lines, "lines", LINES_OF_A_METHOD);
      }
      return super.visitMethod(node, none);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void none) {
      String name = dotted(node);
      if (name == null) {
        return super.visitMemberSelect(node, none);
      }
      names
          .computeIfAbsent(String.valueOf(unit.getPackageName()), key -> new TreeSet<>())
          .add(name);
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
      if (node.getMethodSelect() instanceof MemberSelectTree select) {
        String name = select.getIdentifier().toString();
        List<? extends ExpressionTree> arguments = node.getArguments();
        boolean formats =
            FORMATS.contains(name)
                && (!name.equals("format") || "String".equals(dotted(select.getExpression())));
        boolean given = !arguments.isEmpty() && "Locale.ROOT".equals(dotted(arguments.get(0)));
        if (formats && !given || CASES.contains(name) && arguments.isEmpty()) {
          localeOfTheMachine(node, name);
        }
      }
      return super.visitMethodInvocation(node, none);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void none) {
      if ("String".equals(dotted(node.getQualifierExpression()))
          && (CASES.contains(node.getName().toString())
              || FORMATS.contains(node.getName().toString()))) {
        localeOfTheMachine(node, node.getName().toString());
      }
      return super.visitMemberReference(node, none);
    }

    private void localeOfTheMachine(Tree node, String method) {
      String where = file + ":" + line(start(node));
      findings.add(new Finding(where, where + " calls " + method + " without Locale.ROOT"));
    }

    /** Names joined by dots; null where something else is between them. */
    private static @Nullable String dotted(ExpressionTree tree) {
      if (tree instanceof IdentifierTree identifier) {
        return identifier.getName().toString();
      }
      if (tree instanceof MemberSelectTree select) {
        String before = dotted(select.getExpression());
        return before == null ? null : before + "." + select.getIdentifier();
      }
      return null;
    }

    private long start(Tree node) {
      return positions.getStartPosition(unit, node);
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }

  /** Whether a body is one switch with no other and no lambda inside. */
  private static boolean isFlatSwitch(@Nullable BlockTree body) {
    if (body == null || body.getStatements().size() != 1) {
      return false;
    }
    StatementTree only = body.getStatements().get(0);
    Tree tree = only;
    if (only instanceof ReturnTree returned) {
      tree = returned.getExpression();
    } else if (only instanceof ExpressionStatementTree statement) {
      tree = statement.getExpression();
    }
    if (!(tree instanceof SwitchTree) && !(tree instanceof SwitchExpressionTree)) {
      return false;
    }
    int[] inside = {0};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitSwitch(SwitchTree node, @Nullable Void none) {
        inside[0]++;
        return super.visitSwitch(node, none);
      }

      @Override
      public @Nullable Void visitSwitchExpression(SwitchExpressionTree node, @Nullable Void none) {
        inside[0]++;
        return super.visitSwitchExpression(node, none);
      }

      @Override
      public @Nullable Void visitLambdaExpression(LambdaExpressionTree node, @Nullable Void none) {
        inside[0]++;
        return super.visitLambdaExpression(node, none);
      }
    }.scan(tree, null);
    return inside[0] == 1;
  }

  /** Finds groups of packages each of which reaches all others. */
  private void circles() {
    Map<String, TreeSet<String>> reached = new TreeMap<>();
    files.keySet().forEach(name -> reached.put(name, uses(name)));
    // Warshall's closure, over some fifty packages.
    for (String through : files.keySet()) {
      for (TreeSet<String> from : reached.values()) {
        if (from.contains(through)) {
          from.addAll(reached.getOrDefault(through, new TreeSet<>()));
        }
      }
    }
    TreeSet<String> told = new TreeSet<>();
    for (String name : files.keySet()) {
      List<String> circle =
          reached.get(name).stream().filter(other -> reached.get(other).contains(name)).toList();
      if (!circle.isEmpty() && told.addAll(circle)) {
        findings.add(
            new Finding(
                String.join(" ", circle),
                "these "
                    + circle.size()
                    + " packages are a circle; there may be none:\n    "
                    + String.join("\n    ", lines(circle))));
      }
    }
  }

  private List<String> lines(Collection<String> circle) {
    return circle.stream()
        .map(
            name -> {
              TreeSet<String> inside = uses(name);
              inside.retainAll(circle);
              return name + " uses " + String.join(", ", inside);
            })
        .toList();
  }

  /** Other packages of the house that a package names. */
  private TreeSet<String> uses(String name) {
    TreeSet<String> uses = new TreeSet<>();
    for (String used : names.getOrDefault(name, new TreeSet<>())) {
      String found = used;
      while (!found.isEmpty() && !files.containsKey(found)) {
        found = found.substring(0, Math.max(0, found.lastIndexOf('.')));
      }
      // A package alone is where its own file says what it belongs to.
      if (!found.isEmpty() && !found.equals(used)) {
        uses.add(found);
      }
    }
    uses.remove(name);
    return uses;
  }
}

package io.winnow.pipelines.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.pipelines.run.Curation;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDigestTest {
  @TempDir Path temporary;
  private Made made;

  @BeforeEach
  void makeFolder() throws IOException {
    made = new Made(temporary.resolve("classes"));
  }

  private Set<String> reached() throws IOException {
    return Made.names(CodeDigest.closure(Set.of(Made.load(made.compile(), "Root"))));
  }

  @Test
  void callsFieldsSuperclassesAndInterfacesAreReached() throws IOException {
    made.type(
            "Root", "class Root extends Above implements Door { Field field; int i = Call.now(); }")
        .type("Above", "class Above {}")
        .type("Door", "interface Door {}")
        .type("Field", "class Field { int call(Argument a) { return 0; } }")
        .type("Argument", "class Argument {}")
        .type("Call", "class Call { static int now() { return new Second().hashCode(); } }")
        .type("Second", "class Second {}")
        .type("Other", "class Other { Root root; }");
    assertEquals(Set.of("Root", "Above", "Door", "Field", "Argument", "Call", "Second"), reached());
  }

  @Test
  void lambdasAndMethodReferencesAreReached() throws IOException {
    made.type(
            "Root",
            "class Root { Runnable a = () -> InLambda.go(); Runnable b = Named::go;"
                + " java.util.function.Supplier<?> c = Born::new; Shape d = () -> null; }")
        .type("InLambda", "class InLambda { static void go() {} }")
        .type("Named", "class Named { static void go() {} }")
        .type("Born", "class Born {}")
        .type("Shape", "interface Shape { Result make(); }")
        .type("Result", "class Result {}");
    assertEquals(Set.of("Root", "InLambda", "Named", "Born", "Shape", "Result"), reached());
  }

  @Test
  void aSwitchOverAnEnumReachesItsTable() throws IOException {
    made.type(
            "Root",
            "class Root { int of(Colour c) { switch (c) { case RED: return 1; default: return 2;"
                + " } } }")
        .type("Colour", "enum Colour { RED { int x() { return 1; } }; int x() { return 0; } }");
    assertEquals(Set.of("Root", "Root$1", "Colour", "Colour$1"), reached());
  }

  @Test
  void recordsReachTheirComponents() throws IOException {
    made.type("Root", "record Root(Part part, java.util.List<? extends Element> list) {}")
        .type("Part", "record Part(int[][] numbers, Inner[] inner) {}")
        .type("Inner", "class Inner {}")
        .type("Element", "class Element {}");
    assertEquals(Set.of("Root", "Part", "Inner", "Element"), reached());
  }

  @Test
  void whatIsNestedButNotUsedIsLeftOut() throws IOException {
    made.type(
            "Root",
            "class Root { Object o = new Used().x; private static class Used { private int x; }"
                + " static class Unused { Far far; } interface UnusedToo {} }")
        .type("Far", "class Far {}");
    assertEquals(Set.of("Root", "Root$Used"), reached());
  }

  @Test
  void boundsLiteralsCastsCatchesAndThrowsAreReached() throws IOException {
    made.type(
            "Root",
            "class Root<LEFT extends Comparable<Bound>, R extends Left & Right> {"
                + " Object a = Literal.class; Object b = Literals[].class;"
                + " boolean c(Object o) { return o instanceof Asked; }"
                + " Object d(Object o) { try { return (Cast) o; } catch (Caught e) { return 1; } }"
                + " void e() throws Thrown {} Object f = new Rows[2][3];"
                + " Outer<Bound>.Inner g; }")
        .type("Bound", "class Bound {}")
        .type("Left", "interface Left {}")
        .type("Right", "interface Right {}")
        .type("Literal", "class Literal {}")
        .type("Literals", "class Literals {}")
        .type("Asked", "class Asked {}")
        .type("Cast", "class Cast {}")
        .type("Caught", "class Caught extends RuntimeException {}")
        .type("Thrown", "class Thrown extends Exception {}")
        .type("Rows", "class Rows {}")
        .type("Outer", "class Outer<T> { class Inner {} }");
    assertEquals(
        Set.of(
            "Root",
            "Bound",
            "Left",
            "Right",
            "Literal",
            "Literals",
            "Asked",
            "Cast",
            "Caught",
            "Thrown",
            "Rows",
            "Outer",
            "Outer$Inner"),
        reached());
  }

  @Test
  void classesBehindSwitchesOfAllKindsAreReached() throws IOException {
    // What follows a table of jumps is only met if its padding and length are known.
    made.type(
            "Root",
            "class Root { Object of(int i, long[] l) { l[i] += 3; switch (i) { case 1: return"
                + " new A(); case 2: return 2; case 3: i += 1000; } switch (i) { case -100000:"
                + " return B.class; case 70000: return 1; } for (int j = 0; j < 9; j++) i ^= j;"
                + " return i > 4 ? (Object) C[].class : D.class; } }")
        .type("A", "class A {}")
        .type("B", "class B {}")
        .type("C", "class C {}")
        .type("D", "class D {}");
    assertEquals(Set.of("Root", "A", "B", "C", "D"), reached());
  }

  @Test
  void filesThatStringsLeadToCount() throws IOException {
    made.type(
            "Root",
            "class Root { String near = \"near.txt\"; String top = \"/made/far/deep.bin\"; String"
                + " one(String name) { return \"/made/models/\" + name + \"/m.onnx\"; } String no ="
                + " \"no.such.file\"; String word = \"models\"; String odd = \"a/ b\"; }")
        .file("near.txt", "1")
        .file("unread.txt", "1")
        .file("far/deep.bin", "1")
        .file("far/other.bin", "1")
        .file("models/a/m.onnx", "1")
        .file("models/b/m.onnx", "1");
    Class<?> root = Made.load(made.compile(), "Root");
    assertEquals(
        Set.of(
            "made/near.txt", "made/far/deep.bin", "made/models/a/m.onnx", "made/models/b/m.onnx"),
        CodeDigest.closure(Set.of(root)).resources().keySet());
  }

  /** As sources have, where the class path names the folder of a project. */
  @Test
  void filesOfTheSameNameElsewhereOnTheClassPathDoNotCount() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere/lying/about"));
    Files.writeString(elsewhere.resolve("A.java"), "1");
    made.type("Root", "class Root { String f(String n) { return \"/lying/about/\" + n; } }");
    made.compile();
    String alone = CodeDigest.of(Made.load(made.with(), "Root"));
    Class<?> root = Made.load(made.with(temporary.resolve("elsewhere")), "Root");
    assertNotNull(root.getResource("/lying/about/A.java"));
    assertEquals(alone, CodeDigest.of(root));
  }

  @Test
  void aChangedFileChangesTheDigest() throws IOException {
    made.type("Root", "class Root { String near = \"near.txt\"; }").file("near.txt", "1");
    String before = CodeDigest.of(Made.load(made.compile(), "Root"));
    Made other = new Made(temporary.resolve("other"));
    other.type("Root", "class Root { String near = \"near.txt\"; }").file("near.txt", "2");
    assertNotEquals(before, CodeDigest.of(Made.load(other.compile(), "Root")));
  }

  @Test
  void aJarAndAFolderAreTheSame() throws IOException {
    made.type("Root", "class Root { Second s; String f(String n) { return \"texts/\" + n; } }")
        .type("Second", "class Second { String table = \"table.csv\"; }")
        .file("table.csv", "a,b")
        .file("texts/a.txt", "a")
        .file("texts/b/c.txt", "c");
    Class<?> inFolder = Made.load(made.compile(), "Root");
    Class<?> inJar = Made.load(made.inJar(temporary.resolve("made.jar")), "Root");
    assertEquals(CodeDigest.closure(Set.of(inFolder)), CodeDigest.closure(Set.of(inJar)));
    assertEquals(3, CodeDigest.closure(Set.of(inJar)).resources().size());
    assertEquals(CodeDigest.of(inFolder), CodeDigest.of(inJar));
  }

  @Test
  void aCommentChangesNothingAConstantDoes() throws IOException {
    String source =
        "class Root { int f(int i) { int j = i + 1; return g(j) * 2; } int g(int i) {"
            + " return i; } }";
    made.type("Root", source);
    String before = CodeDigest.of(Made.load(made.compile(), "Root"));
    assertEquals(
        before,
        digest("comment", source.replace("return g(j)", "// a word\n\n return\n g(j)\n /* b */ ")));
    assertNotEquals(before, digest("constant", source.replace("* 2", "* 3")));
    assertNotEquals(before, digest("method", source.replace("return i;", "return i + 0;")));
  }

  private String digest(String folder, String root) throws IOException {
    Made other = new Made(temporary.resolve(folder)).type("Root", root);
    return CodeDigest.of(Made.load(other.compile(), "Root"));
  }

  @Test
  void aClassThatCannotBeReachedChangesNothing() throws IOException {
    made.type("Root", "class Root { int i; }");
    String before = CodeDigest.of(Made.load(made.compile(), "Root"));
    Made other = new Made(temporary.resolve("other"));
    other.type("Root", "class Root { int i; }").type("Far", "class Far { Root root; }");
    assertEquals(before, CodeDigest.of(Made.load(other.compile(), "Root")));
  }

  @Test
  void theOrderOfRootsDoesNotMatter() throws IOException {
    made.type("Root", "class Root {}").type("Second", "class Second {}");
    ClassLoader loader = made.compile();
    Class<?> root = Made.load(loader, "Root");
    Class<?> second = Made.load(loader, "Second");
    assertEquals(CodeDigest.of(root, second), CodeDigest.of(second, root));
    assertNotEquals(CodeDigest.of(root, second), CodeDigest.of(root));
  }

  @Test
  void whereOneBeginsCountsWhereTheSameIsReached() throws IOException {
    made.type("Root", "class Root { Second s; }").type("Second", "class Second { Root r; }");
    ClassLoader loader = made.compile();
    assertNotEquals(
        CodeDigest.of(Made.load(loader, "Root")), CodeDigest.of(Made.load(loader, "Second")));
  }

  @Test
  void aLibraryCountsByItsVersionAndIsNotFollowed() throws IOException {
    made.type(
        "Root",
        "class Root { Object kv = org.apache.beam.sdk.values.KV.of(1, 2);"
            + " org.jsoup.nodes.Document d; String m = \"/langdetect-183.bin\"; }");
    Closure closure = CodeDigest.closure(Set.of(Made.load(made.compile(), "Root")));
    assertEquals(
        Set.of("org.apache.beam", "org.jsoup", "/langdetect-183.bin"),
        closure.libraries().keySet());
    assertEquals(Set.of("Root"), Made.names(closure));
    for (String version : closure.libraries().values()) {
      assertTrue(version.matches("[0-9].*"), version);
    }
  }

  @Test
  void aRootOfALibraryIsRefused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CodeDigest.of(Create.class));
    assertTrue(Objects.requireNonNull(refused.getMessage()).contains("Create"));
  }

  @Test
  void everyLibraryThatWinnowNamesHasAVersion() {
    Closure closure = CodeDigest.closure(Set.of(Curation.class));
    closure
        .classes()
        .forEach(
            (name, digest) -> {
              assertTrue(name.startsWith("io/winnow/"), "libraries.properties lacks " + name);
              assertNotEquals(ClassFiles.MISSING, digest, name);
            });
    closure
        .libraries()
        .forEach((library, version) -> assertFalse(version.startsWith("$"), library));
    assertTrue(closure.classes().size() > 500, closure.classes().size() + " classes");
  }

  @Test
  void whatIsNotThereIsSaidSo() throws IOException {
    made.type("Root", "class Root { Gone gone; }").type("Gone", "class Gone {}");
    ClassLoader loader = made.compile();
    Files.delete(temporary.resolve("classes/made/Gone.class"));
    Closure closure = CodeDigest.closure(Set.of(Made.load(loader, "Root")));
    assertEquals(ClassFiles.MISSING, closure.classes().get("made/Gone"));
  }

  /** A function as it is sent to workers. */
  private record Function(Serializable held, List<Serializable> list) implements Serializable {}

  @FunctionalInterface
  private interface Sent<T> extends Supplier<T>, Serializable {}

  private static final class First implements Serializable {
    private final Object[] array = {new Second()};
    private final transient Object here = new Here();

    static String go() {
      return "first";
    }

    static String goOn() {
      return "first";
    }

    @Override
    public String toString() {
      return array.length + " " + here;
    }
  }

  private static final class Second implements Serializable {}

  private static final class Here {}

  private static Set<String> sent(Object function) {
    return CodeDigest.closureOfInstance(function).classes().keySet();
  }

  private static String name(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  @Test
  void whatAFunctionHoldsIsReached() {
    ArrayList<Serializable> list = new ArrayList<>(List.of(new Second()));
    assertTrue(sent(new Function("", list)).contains(name(Second.class)));
    assertFalse(sent(new Function("", new ArrayList<>())).contains(name(Second.class)));
    assertTrue(sent(new Function(Second.class, list)).contains(name(Second.class)));
    Second captured = new Second();
    Sent<Object> lambda = () -> captured;
    assertTrue(sent(lambda).contains(name(Second.class)));
    assertTrue(sent(lambda).contains(name(CodeDigestTest.class)));
  }

  @Test
  void aMethodReferenceReachesItsMethodAndNotItsMaker() {
    Sent<Object> go = First::go;
    Set<String> classes = sent(new Function(go, List.of()));
    assertTrue(classes.contains(name(First.class)));
    assertFalse(classes.contains(name(CodeDigestTest.class)));
  }

  @Test
  void twoLambdasOfOneClassDiffer() {
    Sent<Object> go = First::go;
    Sent<Object> again = First::go;
    Sent<Object> goOn = First::goOn;
    assertEquals(CodeDigest.ofInstance(go), CodeDigest.ofInstance(again));
    assertNotEquals(CodeDigest.ofInstance(go), CodeDigest.ofInstance(goOn));
  }

  @Test
  void valuesDoNotCount() {
    assertEquals(
        CodeDigest.ofInstance(new Function("a", List.of(1))),
        CodeDigest.ofInstance(new Function("b", List.of(2, 3))));
  }

  @Test
  void whatCannotBeSentIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> CodeDigest.ofInstance(new ArrayList<>(List.of(new Here()))));
    assertTrue(Objects.requireNonNull(refused.getMessage()).contains("Here"), refused.toString());
    Callable<Object> notSerializable = () -> 1;
    assertThrows(
        IllegalArgumentException.class,
        () -> CodeDigest.ofInstance(new ArrayList<>(List.of(notSerializable))));
  }
}

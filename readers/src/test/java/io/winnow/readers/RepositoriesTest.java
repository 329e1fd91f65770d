package io.winnow.readers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Kind;
import io.winnow.corpus.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Git repositories of which something is missing. */
class RepositoriesTest extends ReadingFixture {
  private Path work;

  @BeforeEach
  void commit() throws IOException, GitAPIException {
    work = folder.resolve("work");
    try (Git git = Git.init().setDirectory(work.toFile()).setInitialBranch("main").call()) {
      for (String name : List.of("a.py", "b.py", "src/c.py", "src/deep/d.py", "z.py")) {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "print('" + name + "')");
      }
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("first")
          .setAuthor("a", "a@example.org")
          .setCommitter("a", "a@example.org")
          .setSign(false)
          .call();
    }
  }

  /** Where an object lies. */
  private Path object(String revision) throws IOException {
    try (Git git = Git.open(work.toFile())) {
      String id = git.getRepository().resolve(revision).name();
      return work.resolve(".git/objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    }
  }

  private String version() throws IOException {
    return Reading.list(limited(Kind.CODE, work, 1 << 20)).get(0).version();
  }

  @Test
  void aMissingFileCostsItselfAlone() throws IOException {
    String before = version();
    Files.delete(object("HEAD:b.py"));
    List<Outcome> outcomes = read(Kind.CODE, work);
    assertEquals(List.of("doc", "!broken-file", "doc", "doc", "doc"), words(outcomes));
    assertEquals(work + "/b.py", outcomes.get(1).origin().uri());
    assertNotEquals(before, version());
  }

  @Test
  void aDamagedFileIsLikeAMissingOne() throws IOException {
    Path object = object("HEAD:b.py");
    Files.delete(object);
    Files.write(object, new byte[] {1, 2, 3});
    assertEquals(List.of("doc", "!broken-file", "doc", "doc", "doc"), words(read(Kind.CODE, work)));
  }

  @Test
  void aMissingFolderIsOneDeadLetter() throws IOException {
    Files.delete(object("HEAD:src"));
    List<Outcome> outcomes = read(Kind.CODE, work);
    assertEquals(List.of("doc", "doc", "!broken-repository", "doc"), words(outcomes));
    assertEquals(work + "/src", outcomes.get(2).origin().uri());
  }

  @Test
  void aRepositoryWithoutItsTreeOrHeadIsOneDeadLetter() throws IOException {
    Path commit = object("HEAD");
    Files.delete(object("HEAD^{tree}"));
    assertEquals(List.of("!broken-repository"), words(read(Kind.CODE, work)));
    Files.delete(commit);
    assertEquals(List.of("!broken-repository"), words(read(Kind.CODE, work)));
    Files.writeString(work.resolve(".git/HEAD"), "nonsense");
    assertEquals(List.of("!broken-repository"), words(read(Kind.CODE, work)));
    Files.writeString(work.resolve(".git/config"), "[core\nnonsense");
    List<Outcome> outcomes = read(Kind.CODE, work);
    assertEquals(List.of("!broken-repository"), words(outcomes));
    assertTrue(outcomes.get(0).origin().uri().endsWith("work"));
  }
}

package io.winnow.pipelines.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Kind;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestPlanTest {
  private static final long SHARD = 1_000;
  private static final IngestSettings SETTINGS = new IngestSettings(SHARD, 1, 7);
  private static final SourceSettings SOURCE =
      new SourceSettings("pages", Kind.WEB, List.of("in"), Map.of("text", "body"), 1 << 20);

  private static List<IngestTask> tasks(List<InputFile> inputs) {
    return IngestPlan.tasks(SOURCE, inputs, "code", SETTINGS);
  }

  private static List<InputFile> inputs(int count) {
    Random sizes = new Random(3);
    List<InputFile> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(new InputFile("in/" + i + ".html", 1 + sizes.nextInt(200), "1"));
    }
    return inputs;
  }

  private static Set<IngestTask> without(List<IngestTask> some, List<IngestTask> others) {
    Set<IngestTask> left = new HashSet<>(some);
    others.forEach(left::remove);
    return left;
  }

  @Test
  void noInputsAreNoTasks() {
    assertEquals(List.of(), tasks(List.of()));
  }

  @Test
  void whatFitsAShardIsOneTaskInTheOrderOfPaths() {
    List<InputFile> inputs =
        List.of(
            new InputFile("b", 500, "1"), new InputFile("a", 499, "1"), new InputFile("c", 1, "1"));
    List<IngestTask> tasks = tasks(inputs);
    assertEquals(1, tasks.size());
    assertEquals(
        List.of("a", "b", "c"), tasks.get(0).inputs().stream().map(InputFile::path).toList());
    assertEquals(SHARD, tasks.get(0).bytes());
    assertTrue(tasks.get(0).name().matches("pages-[0-9a-f]{12}"), tasks.get(0).name());
    assertEquals(2, tasks(List.of(inputs.get(0), new InputFile("a", 501, "1"))).size());
  }

  @Test
  void everyInputIsInOneTaskOfAtMostAShard() {
    List<InputFile> inputs = inputs(500);
    List<IngestTask> tasks = tasks(inputs);
    List<InputFile> dealt = new ArrayList<>();
    for (IngestTask task : tasks) {
      assertTrue(task.bytes() <= SHARD, task.name() + ": " + task.bytes());
      assertEquals(
          task.inputs().stream().sorted(Comparator.comparing(InputFile::path)).toList(),
          task.inputs());
      dealt.addAll(task.inputs());
    }
    assertEquals(inputs.size(), dealt.size());
    assertEquals(new HashSet<>(inputs), new HashSet<>(dealt));
    List<String> names = tasks.stream().map(IngestTask::name).toList();
    assertEquals(names.stream().sorted().distinct().toList(), names);
  }

  @Test
  void anInputLargerThanAShardIsATaskOfItsOwn() {
    List<InputFile> inputs = new ArrayList<>(inputs(3));
    InputFile large = new InputFile("in/large.warc.gz", SHARD + 1, "1");
    inputs.add(large);
    List<IngestTask> tasks = tasks(inputs);
    assertEquals(2, tasks.size());
    assertTrue(tasks.stream().anyMatch(task -> task.inputs().equals(List.of(large))));
    assertEquals(
        1, without(tasks, tasks(inputs(3))).size(), "the others do not know that it is there");
  }

  @Test
  void theOrderOfTheInputsDoesNotCount() {
    List<InputFile> inputs = inputs(100);
    List<InputFile> shuffled = new ArrayList<>(inputs);
    Collections.shuffle(shuffled, new Random(5));
    assertEquals(tasks(inputs), tasks(shuffled));
  }

  @Test
  void aNewInputChangesOrDividesOneTask() {
    List<InputFile> inputs = inputs(300);
    List<IngestTask> before = tasks(inputs);
    for (String path : List.of("in/0.htm", "in/zzz.html", "a", "in/new.html")) {
      List<InputFile> more = new ArrayList<>(inputs);
      more.add(new InputFile(path, 150, "1"));
      assertTrue(without(before, tasks(more)).size() <= 1, path);
    }
  }

  @Test
  void anEditedInputChangesTheKeyOfItsTaskAndNoName() {
    List<InputFile> inputs = inputs(300);
    List<IngestTask> before = tasks(inputs);
    List<InputFile> edited = new ArrayList<>(inputs);
    edited.set(42, new InputFile(inputs.get(42).path(), inputs.get(42).size(), "2"));
    List<IngestTask> after = tasks(edited);
    assertEquals(1, without(before, after).size());
    assertEquals(
        before.stream().map(IngestTask::name).toList(),
        after.stream().map(IngestTask::name).toList());
  }

  @Test
  void theKeyKnowsAllThatChangesWhatIsRead() {
    List<InputFile> inputs = List.of(new InputFile("a", 5, "1"));
    Set<String> keys = new HashSet<>();
    keys.add(tasks(inputs).get(0).key());
    keys.add(tasks(List.of(new InputFile("a", 6, "1"))).get(0).key());
    keys.add(tasks(List.of(new InputFile("a", 5, "2"))).get(0).key());
    keys.add(IngestPlan.tasks(SOURCE, inputs, "other code", SETTINGS).get(0).key());
    for (IngestSettings settings :
        List.of(
            new IngestSettings(SHARD + 1, 1, 7),
            new IngestSettings(SHARD, 0.5, 7),
            new IngestSettings(SHARD, 1, 8))) {
      keys.add(IngestPlan.tasks(SOURCE, inputs, "code", settings).get(0).key());
    }
    for (SourceSettings source :
        List.of(
            new SourceSettings("others", Kind.WEB, List.of("in"), Map.of("text", "body"), 1 << 20),
            new SourceSettings("pages", Kind.BOOK, List.of("in"), Map.of("text", "body"), 1 << 20),
            new SourceSettings("pages", Kind.WEB, List.of("in"), Map.of("text", "t"), 1 << 20),
            new SourceSettings("pages", Kind.WEB, List.of("in"), Map.of("text", "body"), 9))) {
      keys.add(IngestPlan.tasks(source, inputs, "code", SETTINGS).get(0).key());
    }
    assertEquals(11, keys.size());
  }

  @Test
  void pathsOfASourceThatLeadToTheSameInputsChangeNothing() {
    SourceSettings byPattern =
        new SourceSettings("pages", Kind.WEB, List.of("in/*"), Map.of("text", "body"), 1 << 20);
    assertEquals(IngestPlan.canonical(SOURCE), IngestPlan.canonical(byPattern));
    assertNotEquals(
        IngestPlan.canonical(SOURCE),
        IngestPlan.canonical(
            new SourceSettings("pages", Kind.WEB, List.of("in"), Map.of(), 1 << 20)));
  }
}

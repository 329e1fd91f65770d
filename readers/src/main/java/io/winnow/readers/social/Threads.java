package io.winnow.readers.social;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Origin;
import io.winnow.corpus.files.LostInput;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers messages that lie anywhere in a file into threads, one document each: the first message,
 * then its answers, the best first, each followed by the answers to it.
 *
 * <p>Messages go to {@value #PARTITIONS} partitions by their thread, on disk once they take more
 * than {@value #MEMORY_BYTES} bytes. Memory: that, then the messages of one partition.
 */
public final class Threads implements AutoCloseable {
  /** Stands before an answer where messages answer each other. */
  public static final String REPLY = "Reply:";

  private static final int PARTITIONS = 1024;
  private static final int MEMORY_BYTES = 64 << 20;

  private final Records records;
  private final Origin file;
  private final String label;
  private final ByteArrayOutputStream[] open = new ByteArrayOutputStream[PARTITIONS];
  private long openBytes;
  private @Nullable Path disk;

  /**
   * @param file the origin of the file
   * @param label the line that stands before each answer
   */
  public Threads(Records records, Origin file, String label) {
    this.records = records;
    this.file = file;
    this.label = label;
  }

  /** Adds a message. */
  public void add(String thread, Post post) {
    DocumentId key = new Digest().add(thread).id();
    int partition = (int) (key.low() & (PARTITIONS - 1));
    ByteArrayOutputStream bytes = open[partition];
    if (bytes == null) {
      bytes = new ByteArrayOutputStream(1024);
      open[partition] = bytes;
    }
    int before = bytes.size();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(key.toString());
      post.write(out);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    openBytes += bytes.size() - before;
    if (openBytes > MEMORY_BYTES) {
      spill();
    }
  }

  private void spill() {
    try {
      Path folder = disk == null ? Files.createTempDirectory("winnow-threads-") : disk;
      disk = folder;
      for (int i = 0; i < PARTITIONS; i++) {
        ByteArrayOutputStream bytes = open[i];
        if (bytes != null && bytes.size() > 0) {
          try (OutputStream out =
              Files.newOutputStream(
                  folder.resolve(Integer.toString(i)),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND)) {
            bytes.writeTo(out);
          }
          open[i] = null;
        }
      }
      openBytes = 0;
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }

  /**
   * Hands on all threads, once: by the hash of their names, which is how they lie on disk.
   *
   * @param orphans reason for which an answer to nothing in the file is passed over; null if it is
   *     the first of a thread of its own
   */
  public void finish(@Nullable PassedOverReason orphans) {
    for (int i = 0; i < PARTITIONS; i++) {
      Map<String, List<Post>> threads = partition(i);
      List<List<Post>> ordered = new ArrayList<>(threads.values());
      ordered.forEach(posts -> posts.sort(Comparator.comparingLong(Post::offset)));
      ordered.sort(Comparator.comparingLong(posts -> posts.get(0).offset()));
      ordered.forEach(posts -> thread(posts, orphans));
    }
  }

  private Map<String, List<Post>> partition(int number) {
    Map<String, List<Post>> threads = new TreeMap<>();
    try (DataInputStream in = new DataInputStream(stream(number))) {
      while (true) {
        String thread;
        try {
          thread = in.readUTF();
        } catch (EOFException e) {
          return threads;
        }
        threads.computeIfAbsent(thread, t -> new ArrayList<>()).add(Post.read(in));
      }
    } catch (IOException e) {
      throw new LostInput(e);
    } finally {
      open[number] = null;
    }
  }

  private InputStream stream(int number) throws IOException {
    ByteArrayOutputStream bytes = open[number];
    InputStream rest = new ByteArrayInputStream(bytes == null ? new byte[0] : bytes.toByteArray());
    if (disk == null) {
      return rest;
    }
    try {
      InputStream spilled = Files.newInputStream(disk.resolve(Integer.toString(number)));
      return new SequenceInputStream(new BufferedInputStream(spilled), rest);
    } catch (NoSuchFileException e) {
      return rest;
    }
  }

  /**
   * @param posts of one thread, in the order of the input
   */
  private void thread(List<Post> posts, @Nullable PassedOverReason orphans) {
    // Of several messages with one id, the earliest has the answers.
    Map<String, Post> byId = new HashMap<>();
    posts.forEach(post -> byId.putIfAbsent(post.id(), post));
    Map<String, List<Post>> answers = new HashMap<>();
    for (Post post : posts) {
      if (post.parent() != null && byId.containsKey(post.parent())) {
        answers.computeIfAbsent(post.parent(), p -> new ArrayList<>()).add(post);
      }
    }
    answers.values().forEach(list -> list.sort(Post.BY_SCORE));
    Set<Post> told = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Post post : posts) {
      if (post.parent() == null) {
        document(inOrder(post, byId, answers, told));
      }
    }
    for (Post post : posts) {
      if (!told.contains(post)) {
        if (orphans == null) {
          document(inOrder(post, byId, answers, told));
        } else {
          records.passOver(origin(post), orphans);
        }
      }
    }
  }

  /** A message and all that answer it, none of them told before. */
  private static List<Post> inOrder(
      Post first, Map<String, Post> byId, Map<String, List<Post>> answers, Set<Post> told) {
    List<Post> thread = new ArrayList<>();
    Deque<Post> left = new ArrayDeque<>(List.of(first));
    while (!left.isEmpty()) {
      Post post = left.pop();
      if (told.add(post)) {
        thread.add(post);
        push(left, post == byId.get(post.id()) ? answers.get(post.id()) : null);
      }
    }
    return thread;
  }

  private void document(List<Post> thread) {
    Post first = thread.get(0);
    StringBuilder text = new StringBuilder();
    append(text, first.title());
    boolean any = false;
    for (Post post : thread) {
      if (!post.text().isBlank() && text.length() <= records.maximumBytes()) {
        any = true;
        append(text, post == first ? null : label);
        append(text, post.text());
      }
    }
    Origin origin = origin(first);
    if (!any) {
      records.passOver(origin, PassedOverReason.NO_TEXT);
    } else if (text.length() > records.maximumBytes()) {
      records.tooLarge(origin);
    } else {
      records.document(origin, first.title(), text.toString());
    }
  }

  /** The best on top. */
  private static void push(Deque<Post> left, @Nullable List<Post> answers) {
    for (int i = answers == null ? -1 : answers.size() - 1; i >= 0; i--) {
      left.push(answers.get(i));
    }
  }

  private static void append(StringBuilder text, @Nullable String part) {
    if (part != null && !part.isBlank()) {
      text.append(text.isEmpty() ? "" : "\n\n").append(part.strip());
    }
  }

  private Origin origin(Post post) {
    return Origin.at(file.uri(), post.offset())
        .withGivenId(post.id())
        .withSourceUri(post.uri())
        .withLicence(post.licence(), null)
        .withDate(post.date());
  }

  @Override
  public void close() {
    Path folder = disk;
    if (folder != null) {
      try {
        for (int i = 0; i < PARTITIONS; i++) {
          Files.deleteIfExists(folder.resolve(Integer.toString(i)));
        }
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        throw new LostInput(e);
      }
    }
  }
}

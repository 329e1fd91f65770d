package io.winnow.readers.social;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One message of a discussion on its way into its thread.
 *
 * @param id that the input gives it
 * @param parent id of the message it answers; null for the first of a thread
 * @param score votes
 * @param offset byte offset of its record
 * @param date milliseconds since 1970
 * @param uri its own URI
 * @param licence SPDX name
 * @param title of the thread
 * @param text may be empty
 */
public record Post(
    String id,
    @Nullable String parent,
    double score,
    long offset,
    @Nullable Long date,
    @Nullable String uri,
    @Nullable String licence,
    @Nullable String title,
    String text) {

  /** Highest score first; of equal ones, the one that comes first in the input. */
  static final Comparator<Post> BY_SCORE =
      Comparator.comparingDouble(Post::score).reversed().thenComparingLong(Post::offset);

  void write(DataOutputStream out) throws IOException {
    string(out, id);
    string(out, parent);
    out.writeDouble(score);
    out.writeLong(offset);
    out.writeBoolean(date != null);
    out.writeLong(date == null ? 0 : date);
    string(out, uri);
    string(out, licence);
    string(out, title);
    string(out, text);
  }

  public static Post read(DataInputStream in) throws IOException {
    String id = present(in);
    String parent = string(in);
    double score = in.readDouble();
    long offset = in.readLong();
    boolean dated = in.readBoolean();
    long date = in.readLong();
    return new Post(
        id,
        parent,
        score,
        offset,
        dated ? date : null,
        string(in),
        string(in),
        string(in),
        present(in));
  }

  private static void string(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
    } else {
      byte[] bytes = text.getBytes(UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static @Nullable String string(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), UTF_8);
  }

  private static String present(DataInputStream in) throws IOException {
    String text = string(in);
    if (text == null) {
      throw new IOException("a message on disk has lost a field");
    }
    return text;
  }
}

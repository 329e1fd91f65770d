package io.winnow.pipelines.code;

import io.winnow.corpus.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a compiled class says of itself. Classes that it names only because they are nested in it,
 * or it in them, are left out: a record that holds another one need not use it.
 *
 * @param digest of the file, but for lines, names of local variables and of the source: a moved
 *     line or a changed comment changes nothing that is computed
 * @param names internal names of the classes that its code, its fields, methods, bounds and lambdas
 *     name
 * @param strings that its code loads, or joins others to
 */
record ClassFile(String digest, Set<String> names, List<String> strings) {
  static ClassFile read(byte[] bytes) {
    return new Reader(bytes).read();
  }

  /**
   * One pass over a file (JVMS 4.1); by hand, since a library takes longer to load than to read.
   */
  private static final class Reader {
    private static final Set<String> DEBUG =
        Set.of("LineNumberTable", "LocalVariableTable", "LocalVariableTypeTable", "SourceFile");

    private static final int UTF = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int FIELD = 9;
    private static final int INTERFACE_METHOD = 11;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;

    private final byte[] bytes;
    private final ByteBuffer file;
    private final Digest digest = new Digest();
    private final Set<String> names = new TreeSet<>();
    private final Set<String> strings = new TreeSet<>();
    private int[] constants = {};
    private int digested;

    Reader(byte[] bytes) {
      this.bytes = bytes;
      this.file = ByteBuffer.wrap(bytes);
    }

    ClassFile read() {
      file.position(8);
      readConstants();
      file.position(file.position() + 4);
      name(file.getShort() & 0xffff);
      for (int interfaces = file.getShort(); interfaces > 0; interfaces--) {
        name(file.getShort() & 0xffff);
      }
      members();
      members();
      attributes();
      digest.raw(bytes, digested, bytes.length - digested);
      return new ClassFile(digest.hex(), names, List.copyOf(strings));
    }

    private void readConstants() {
      constants = new int[file.getShort() & 0xffff];
      for (int i = 1; i < constants.length; i++) {
        constants[i] = file.position();
        int tag = file.get();
        int length =
            switch (tag) {
              case UTF -> file.getShort() & 0xffff;
              case LONG, DOUBLE -> 8;
              case METHOD_HANDLE -> 3;
              case CLASS, STRING, METHOD_TYPE, 19, 20 -> 2;
              default -> 4;
            };
        file.position(file.position() + length);
        if (tag == LONG || tag == DOUBLE) {
          i++;
        }
      }
      for (int at : constants) {
        if (at > 0) {
          constant(at);
        }
      }
    }

    private void constant(int at) {
      int tag = file.get(at);
      if (tag == METHOD_TYPE) {
        TypeNames.add(utf(index(at + 1)), names);
      } else if (tag == STRING) {
        strings.add(utf(index(at + 1)));
      } else if (tag >= FIELD && tag <= INTERFACE_METHOD) {
        name(index(at + 1));
        descriptor(index(at + 3));
      } else if (tag == DYNAMIC || tag == INVOKE_DYNAMIC) {
        descriptor(index(at + 3));
      }
    }

    private void descriptor(int nameAndType) {
      TypeNames.add(utf(index(constants[nameAndType] + 3)), names);
    }

    private int index(int at) {
      return file.getShort(at) & 0xffff;
    }

    private String utf(int constant) {
      int at = constants[constant];
      return new String(bytes, at + 3, index(at + 1), StandardCharsets.UTF_8);
    }

    /** Notes a constant if it is a class. */
    private void name(int constant) {
      if (constant > 0 && file.get(constants[constant]) == CLASS) {
        String name = utf(index(constants[constant] + 1));
        if (name.startsWith("[")) {
          TypeNames.add(name, names);
        } else {
          names.add(name);
        }
      }
    }

    private void members() {
      for (int members = file.getShort() & 0xffff; members > 0; members--) {
        file.position(file.position() + 4);
        TypeNames.add(utf(file.getShort() & 0xffff), names);
        attributes();
      }
    }

    private void attributes() {
      for (int attributes = file.getShort() & 0xffff; attributes > 0; attributes--) {
        int start = file.position();
        String name = utf(file.getShort() & 0xffff);
        int length = file.getInt();
        int end = file.position() + length;
        if (DEBUG.contains(name)) {
          leaveOut(start, end);
        }
        switch (name) {
          case "Code" -> {
            // Its length counts the table of lines too.
            leaveOut(start + 2, start + 6);
            code();
          }
          case "Signature" -> TypeNames.add(utf(file.getShort() & 0xffff), names);
          case "Exceptions" -> {
            for (int i = file.getShort(); i > 0; i--) {
              name(file.getShort() & 0xffff);
            }
          }
          case "Record" -> components();
          case "BootstrapMethods" -> bootstrapMethods();
          default -> {}
        }
        file.position(end);
      }
    }

    private void leaveOut(int start, int end) {
      digest.raw(bytes, digested, start - digested);
      digested = end;
    }

    private void code() {
      file.position(file.position() + 4);
      int length = file.getInt();
      int start = file.position();
      Instructions.constants(file, start, start + length, this::name);
      file.position(start + length);
      for (int handlers = file.getShort() & 0xffff; handlers > 0; handlers--) {
        file.position(file.position() + 6);
        name(file.getShort() & 0xffff);
      }
      attributes();
    }

    private void components() {
      for (int components = file.getShort() & 0xffff; components > 0; components--) {
        file.position(file.position() + 2);
        TypeNames.add(utf(file.getShort() & 0xffff), names);
        attributes();
      }
    }

    /** What lambdas, records and joined strings are made from. */
    private void bootstrapMethods() {
      for (int methods = file.getShort() & 0xffff; methods > 0; methods--) {
        file.position(file.position() + 2);
        for (int arguments = file.getShort() & 0xffff; arguments > 0; arguments--) {
          name(file.getShort() & 0xffff);
        }
      }
    }
  }
}

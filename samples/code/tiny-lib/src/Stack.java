package tiny;

import java.util.ArrayList;
import java.util.List;

/** A stack of values, the last in being the first out. */
public final class Stack<T> {
  private final List<T> values = new ArrayList<>();

  public void push(T value) {
    values.add(value);
  }

  public T pop() {
    if (values.isEmpty()) {
      throw new IllegalStateException("the stack is empty");
    }
    return values.remove(values.size() - 1);
  }

  public int size() {
    return values.size();
  }
}

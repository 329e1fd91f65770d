package io.winnow.mixtures.repository;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Which files of a repository import which, and an order in which they can be read. Deterministic:
 * ties go to the file that comes first in the list.
 */
final class ImportGraph {
  private final List<RepositoryFile> files;
  private final List<List<Integer>> imports = new ArrayList<>();
  private final List<List<Integer>> importedBy = new ArrayList<>();

  /**
   * @param files in the order that decides ties
   */
  ImportGraph(List<RepositoryFile> files) {
    this.files = files;
    files.forEach(file -> importedBy.add(new ArrayList<>()));
    ImportResolver resolver = new ImportResolver(files);
    for (int i = 0; i < files.size(); i++) {
      List<Integer> targets = new ArrayList<>(new TreeSet<>(resolver.importsOf(i)));
      targets.remove((Integer) i);
      imports.add(targets);
      for (int target : targets) {
        importedBy.get(target).add(i);
      }
    }
  }

  /** What a file imports, by places in the list. */
  List<Integer> imports(int file) {
    return imports.get(file);
  }

  /**
   * The files, each after those that it imports. Of a circle, the file comes first that waits for
   * the fewest others.
   */
  List<RepositoryFile> sort() {
    int[] component = components();
    int[] sizes = new int[files.size()];
    for (int root : component) {
      sizes[root]++;
    }
    List<Integer> roots = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      if (component[i] == i) {
        roots.add(i);
      }
    }
    // Sorting is stable: components of one size stay in the order of their first files.
    roots.sort(Comparator.comparingInt(root -> -sizes[root]));
    int[] rank = new int[files.size()];
    for (int i = 0; i < roots.size(); i++) {
      rank[roots.get(i)] = i;
    }
    int[] waitsFor = new int[files.size()];
    Comparator<Integer> order =
        Comparator.<Integer>comparingInt(file -> rank[component[file]])
            .thenComparingInt(file -> waitsFor[file])
            .thenComparingInt(file -> file);
    TreeSet<Integer> left = new TreeSet<>(order);
    for (int i = 0; i < files.size(); i++) {
      waitsFor[i] = imports.get(i).size();
      left.add(i);
    }
    List<RepositoryFile> sorted = new ArrayList<>();
    for (Integer next = left.pollFirst(); next != null; next = left.pollFirst()) {
      sorted.add(files.get(next));
      for (int waiting : importedBy.get(next)) {
        // What the set orders by may only change while the file is not in it.
        if (left.remove(waiting)) {
          waitsFor[waiting]--;
          left.add(waiting);
        }
      }
    }
    return sorted;
  }

  /** For each file, the first one of those that imports connect it with. */
  private int[] components() {
    int[] component = new int[files.size()];
    Arrays.fill(component, -1);
    List<Integer> open = new ArrayList<>();
    for (int start = 0; start < component.length; start++) {
      if (component[start] < 0) {
        component[start] = start;
        open.add(start);
        while (!open.isEmpty()) {
          int file = open.remove(open.size() - 1);
          for (List<Integer> neighbours : List.of(imports.get(file), importedBy.get(file))) {
            for (int neighbour : neighbours) {
              if (component[neighbour] < 0) {
                component[neighbour] = start;
                open.add(neighbour);
              }
            }
          }
        }
      }
    }
    return component;
  }
}

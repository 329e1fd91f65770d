package io.winnow.report;

/**
 * Two runs side by side: {@code report/comparison.json} has what is in neither of their reports.
 *
 * @param folderBefore where the first run lies, as people name it
 * @param before its report, against which the other is measured
 * @param folderAfter where the second run lies
 * @param after its report
 * @param moves what became of the documents
 */
public record ComparedRuns(
    String folderBefore, Report before, String folderAfter, Report after, Moves moves) {

  /** What is in neither report: equal runs give equal bytes. */
  public byte[] toJson() {
    return Report.json(new Sides(folderBefore, folderAfter, moves));
  }

  private record Sides(String before, String after, Moves documents) {}
}

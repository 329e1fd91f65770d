package io.winnow.testing;

class WordCountsConformanceTest extends PipelineConformance {
  @Override
  protected PipelineScenario scenario() {
    return new WordCounts(WordCounts.Fault.NONE);
  }
}

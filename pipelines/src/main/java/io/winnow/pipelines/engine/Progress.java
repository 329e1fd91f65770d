package io.winnow.pipelines.engine;

/** Hears how a run gets on. Calls come from one thread at a time. */
public interface Progress {
  /** A stage begins; {@code pieces} of work are to be computed and {@code cached} are there. */
  void begin(String stage, int pieces, int cached);

  /** So many pieces of the stage are done now. */
  void done(int pieces);

  /** The stage has ended. */
  void end();

  /** A progress nobody watches. */
  static Progress none() {
    return new Progress() {
      @Override
      public void begin(String stage, int pieces, int cached) {}

      @Override
      public void done(int pieces) {}

      @Override
      public void end() {}
    };
  }
}

package io.winnow.runners;

/** There is no Flink cluster at the given address that could take a job. Nothing was submitted. */
public final class ClusterUnavailableException extends RuntimeException {
  public ClusterUnavailableException(String message) {
    super(message);
  }

  public ClusterUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

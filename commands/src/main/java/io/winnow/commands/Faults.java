package io.winnow.commands;

import io.winnow.classifiers.onnx.NoSuchModel;
import io.winnow.classifiers.onnx.UnusableModel;
import io.winnow.commands.print.Screen;
import io.winnow.corpus.condition.ConditionException;
import io.winnow.corpus.files.FileFault;
import io.winnow.corpus.files.NoSuchFilesystem;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.table.DamagedFile;
import io.winnow.glm.model.UnusableCheckpoint;
import io.winnow.pipelines.inspect.NoSuchRun;
import io.winnow.pipelines.manifest.BooksDoNotBalance;
import io.winnow.pipelines.recipe.RecipeException;
import io.winnow.pipelines.run.GuardStopped;
import io.winnow.pipelines.run.Refused;
import io.winnow.readers.source.MissingInput;
import io.winnow.runners.ClusterUnavailableException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** From what was thrown to an exit code and a sentence; a user's mistake shows no stack trace. */
final class Faults implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception fault, CommandLine line, ParseResult parsed) {
    return tell(fault, line.getErr());
  }

  /** Says what was thrown; gives the exit code. */
  static int tell(Throwable fault, PrintWriter err) {
    Throwable known = known(fault);
    String lack = known == null ? lack(fault) : null;
    if (lack != null) {
      LoggerFactory.getLogger(Winnow.class).error(lack, fault);
      err.println("winnow: " + Screen.lines(lack));
      return ExitCode.WRONG_USAGE;
    }
    if (known == null) {
      LoggerFactory.getLogger(Winnow.class).error("internal error", fault);
      Throwable root = root(fault);
      err.println("winnow: internal error: " + Screen.lines(String.valueOf(root)));
      String log = System.getProperty(RunLog.PROPERTY);
      err.println(
          log == null
              ? "winnow: run it with WINNOW_STACK_TRACE=1 to see where"
              : "winnow: the whole story is in " + log);
      if (System.getenv("WINNOW_STACK_TRACE") != null) {
        fault.printStackTrace(err);
      }
      return ExitCode.INTERNAL_ERROR;
    }
    String before = known instanceof RecipeException ? "" : "winnow: ";
    Screen.lines(String.valueOf(known.getMessage()))
        .lines()
        .forEach(message -> err.println(before + message));
    return code(known);
  }

  /**
   * What a person can mend who has the machine: a disk that is full, files that nobody may read.
   */
  private static @Nullable String lack(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof OutOfMemoryError) {
        return "the memory is used up ("
            + at.getMessage()
            + "); WINNOW_JAVA_OPTIONS=-Xmx8g allows 8 GB";
      }
      String sentence = FileFault.lack(at).orElse(null);
      if (sentence != null) {
        return sentence;
      }
    }
    return null;
  }

  private static @Nullable Throwable known(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (code(at) != ExitCode.INTERNAL_ERROR) {
        return at;
      }
    }
    return null;
  }

  private static int code(Throwable fault) {
    if (fault instanceof RecipeException
        || fault instanceof MissingInput
        || fault instanceof WrongInput
        || fault instanceof NoSuchModel
        || fault instanceof NoSuchRun
        || fault instanceof ConditionException
        || fault instanceof NoSuchFilesystem
        || fault instanceof UsageError
        || fault instanceof ClusterUnavailableException) {
      return ExitCode.WRONG_USAGE;
    }
    if (fault instanceof Refused
        || fault instanceof DamagedFile
        || fault instanceof UnusableModel
        || fault instanceof UnusableCheckpoint) {
      return ExitCode.REFUSED;
    }
    if (fault instanceof GuardStopped) {
      return ExitCode.GUARD_STOPPED;
    }
    return fault instanceof BooksDoNotBalance ? ExitCode.UNBALANCED : ExitCode.INTERNAL_ERROR;
  }

  private static Throwable root(Throwable fault) {
    Throwable at = fault;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at;
  }
}

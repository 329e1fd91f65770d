package io.winnow.corpus.files;

/** A file that the user named as a setting is not what it should be; the message says where. */
public final class WrongInput extends RuntimeException {
  private final String setting;
  private final String message;

  public WrongInput(String message) {
    super(message);
    this.setting = "";
    this.message = message;
  }

  /**
   * @param setting of a recipe that names the file, as in {@code score.model}
   * @param message without the setting
   */
  public WrongInput(String setting, String message) {
    super(setting + ": " + message);
    this.setting = setting;
    this.message = message;
  }

  /** The setting of a recipe that names the file; empty where it is not known. */
  public String setting() {
    return setting;
  }

  /** What is wrong, without the setting. */
  public String message() {
    return message;
  }
}

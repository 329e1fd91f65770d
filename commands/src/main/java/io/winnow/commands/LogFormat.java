package io.winnow.commands;

/** How progress is written. */
enum LogFormat {
  TEXT,
  JSON
}

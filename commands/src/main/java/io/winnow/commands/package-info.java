/** Main(), the commands, progress: the only room that reads a flag. */
@NullMarked
package io.winnow.commands;

import org.jspecify.annotations.NullMarked;

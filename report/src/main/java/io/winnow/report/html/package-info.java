/** HTML without scripts, drawn by typed elements that cannot but escape. */
@NullMarked
package io.winnow.report.html;

import org.jspecify.annotations.NullMarked;

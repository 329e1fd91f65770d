/**
 * HTML without scripts, drawn by typed elements that cannot but escape. Begin with {@link
 * io.winnow.report.html.Page} and {@link io.winnow.report.html.Element}.
 */
@NullMarked
package io.winnow.report.html;

import org.jspecify.annotations.NullMarked;

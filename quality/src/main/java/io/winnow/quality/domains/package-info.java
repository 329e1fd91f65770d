/**
 * Which hosts documents come from, and which of these somebody has listed. Begin with {@link
 * io.winnow.quality.domains.LookUpDomains}.
 */
@NullMarked
package io.winnow.quality.domains;

import org.jspecify.annotations.NullMarked;

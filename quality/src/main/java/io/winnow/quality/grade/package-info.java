/**
 * Turns scores into buckets and tiers, a policy over what models have measured, and has the last
 * word on what is kept. Begin with {@link io.winnow.quality.grade.LastWord}.
 */
@NullMarked
package io.winnow.quality.grade;

import org.jspecify.annotations.NullMarked;

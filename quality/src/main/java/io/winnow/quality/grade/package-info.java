/** Turns scores into buckets and tiers: a policy over what models have measured. */
@NullMarked
package io.winnow.quality.grade;

import org.jspecify.annotations.NullMarked;

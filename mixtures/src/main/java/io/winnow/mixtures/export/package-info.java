/**
 * Mixtures in the formats of others, beside their Parquet files. Begin with {@link
 * io.winnow.mixtures.export.ExportParts}. A further format is a {@link
 * io.winnow.mixtures.export.PartExport} and a constant of {@link
 * io.winnow.mixtures.export.ExportFormat}.
 */
@NullMarked
package io.winnow.mixtures.export;

import org.jspecify.annotations.NullMarked;

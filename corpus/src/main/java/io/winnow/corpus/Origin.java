package io.winnow.corpus;

import org.jspecify.annotations.Nullable;

/**
 * Where a record came from and under which licence.
 *
 * @param uri the input file as the recipe's path led to it, then, for a record inside a container,
 *     {@code !/} and the path inside it (as in {@code jar:} URLs); ends in the file's name
 * @param offset byte offset of the record in its (uncompressed, innermost) file, or -1 where a file
 *     is the record
 * @param sourceUri the record's own URI, such as a WARC's target URI
 * @param givenId an id that the input brought
 * @param repository name of the repository a file belongs to
 * @param path the record's path inside its container or repository, with {@code /}
 * @param programmingLanguage for code, the language's lower-case name
 * @param licence SPDX name of the licence, where its file is a known one
 * @param licenceFile path of the licence file that covers the record, in its repository
 * @param date when it was made or fetched, milliseconds since 1970 in UTC
 */
public record Origin(
    String uri,
    long offset,
    @Nullable String sourceUri,
    @Nullable String givenId,
    @Nullable String repository,
    @Nullable String path,
    @Nullable String programmingLanguage,
    @Nullable String licence,
    @Nullable String licenceFile,
    @Nullable Long date) {

  /** An origin of which only the place is known; the {@code with} methods add to it. */
  public static Origin at(String uri, long offset) {
    return new Origin(uri, offset, null, null, null, null, null, null, null, null);
  }

  /**
   * What makes two records with one text two documents: the own URI, else the id that the input
   * brought, else the path inside the container, else nothing. Never the name of the input file.
   */
  public String own() {
    if (sourceUri != null) {
      return sourceUri;
    }
    if (givenId != null) {
      return givenId;
    }
    return path == null ? "" : path;
  }

  public Origin withSourceUri(@Nullable String value) {
    return new Origin(
        uri,
        offset,
        value,
        givenId,
        repository,
        path,
        programmingLanguage,
        licence,
        licenceFile,
        date);
  }

  public Origin withGivenId(@Nullable String value) {
    return new Origin(
        uri,
        offset,
        sourceUri,
        value,
        repository,
        path,
        programmingLanguage,
        licence,
        licenceFile,
        date);
  }

  /** The same in a repository (or another container without a name of its own: null). */
  public Origin withPath(@Nullable String newRepository, @Nullable String newPath) {
    return new Origin(
        uri,
        offset,
        sourceUri,
        givenId,
        newRepository,
        newPath,
        programmingLanguage,
        licence,
        licenceFile,
        date);
  }

  public Origin withProgrammingLanguage(@Nullable String value) {
    return new Origin(
        uri, offset, sourceUri, givenId, repository, path, value, licence, licenceFile, date);
  }

  public Origin withLicence(@Nullable String newLicence, @Nullable String newLicenceFile) {
    return new Origin(
        uri,
        offset,
        sourceUri,
        givenId,
        repository,
        path,
        programmingLanguage,
        newLicence,
        newLicenceFile,
        date);
  }

  public Origin withDate(@Nullable Long value) {
    return new Origin(
        uri,
        offset,
        sourceUri,
        givenId,
        repository,
        path,
        programmingLanguage,
        licence,
        licenceFile,
        value);
  }
}

/**
 * Images by what a user calls them: the embedded ones, folders of images with their sub-folders for classes, and sets of
 * records; many files are decoded in parallel, and kept in a cache. From one file to its pixels is the business of
 * {@code image}, of records that of {@code records}. Nothing here downloads.
 */
package dev.azulejo.nn.data.source;

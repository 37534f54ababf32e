package io.github.rnnlab.corpus;

import io.github.rnnlab.token.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * A prepared corpus.
 *
 * @param name the name of the files: {@code <name>_chars.json}
 * @param vocabulary the distinct characters
 * @param tokens the ids of all characters in order; the rows of a windows file
 * @param sha256 of the bytes that were read: of the text or of the .npy windows file
 * @param bytes the number of these bytes
 * @param characters the number of ids, one per Unicode code point
 * @param vocabularySha256 of the characters; null for a text, whose own hash covers them
 */
public record PreparedCorpus(
    String name,
    Vocabulary vocabulary,
    TokenStore tokens,
    String sha256,
    long bytes,
    long characters,
    @Nullable String vocabularySha256) {}

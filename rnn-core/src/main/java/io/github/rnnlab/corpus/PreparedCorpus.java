package io.github.rnnlab.corpus;

import io.github.rnnlab.token.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * What the preparation of a corpus leaves.
 *
 * @param name names the files: {@code <name>_chars.json}
 * @param vocabulary the distinct characters
 * @param tokens the ids of all characters in their order; for a windows file its rows
 * @param sha256 of the bytes that were read: the text's, or those of the .npy windows file
 * @param bytes how many bytes that were
 * @param characters how many ids the token store has, one per Unicode code point
 * @param vocabularySha256 of the characters; null where the bytes that were read are a text, which
 *     says itself what they are
 */
public record PreparedCorpus(
    String name,
    Vocabulary vocabulary,
    TokenStore tokens,
    String sha256,
    long bytes,
    long characters,
    @Nullable String vocabularySha256) {}

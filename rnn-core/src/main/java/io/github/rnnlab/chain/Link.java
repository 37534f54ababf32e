package io.github.rnnlab.chain;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a stretch of optimiser steps computed: of two runs whose links differ, the first link that
 * does tells where they parted.
 *
 * @param step the last step of the stretch, counted over the whole run from 1
 * @param epoch that this step belongs to
 * @param loss mean over the stretch of each step's mean loss, in nats per character
 * @param stepsSha256 rolling digest over the bits of each step's mean loss; see {@link DigestChain}
 * @param weights of each parameter after the step, the SHA-256 of its numbers as {@code
 *     model.safetensors} holds them
 * @param momentsSha256 of the optimiser's first and then second moments after the step, in the
 *     order and orientation of the weights
 * @param digest SHA-256 of the previous link's digest, a line feed and the canonical JSON of this
 *     link without its digest
 */
public record Link(
    long step,
    int epoch,
    double loss,
    String stepsSha256,
    Map<String, String> weights,
    String momentsSha256,
    String digest) {

  /** Requires every component; the weights keep their order. */
  public Link {
    Objects.requireNonNull(stepsSha256, "stepsSha256");
    weights =
        Collections.unmodifiableMap(
            new LinkedHashMap<>(Objects.requireNonNull(weights, "weights")));
    Objects.requireNonNull(momentsSha256, "momentsSha256");
    Objects.requireNonNull(digest, "digest");
  }

  /** Returns this link with the digest that it has after another one's, or a chain's origin. */
  public Link after(String previousDigest) {
    Map<String, Object> content = Json.object(this);
    content.remove("digest");
    return new Link(
        step,
        epoch,
        loss,
        stepsSha256,
        weights,
        momentsSha256,
        Sha256.of(previousDigest + "\n" + Json.canonical(content)));
  }

  /** Returns this link with other weights; its digest no longer belongs to it. */
  public Link withWeights(Map<String, String> others) {
    return new Link(step, epoch, loss, stepsSha256, others, momentsSha256, digest);
  }

  /** Whether another link says the same, whatever came before both. */
  public boolean saysTheSameAs(Link other) {
    return step == other.step
        && epoch == other.epoch
        && Double.compare(loss, other.loss) == 0
        && stepsSha256.equals(other.stepsSha256)
        && weights.equals(other.weights)
        && momentsSha256.equals(other.momentsSha256);
  }
}

package io.github.rnnlab.chain;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The result of a stretch of optimizer steps. The first link that differs between two runs tells
 * where they diverged.
 *
 * @param step the last step of the stretch, counted over the whole run from 1 on
 * @param epoch the epoch of this step
 * @param loss the mean over the stretch of each step's mean loss, in nats per token
 * @param stepsSha256 the rolling digest of each step's mean loss; see {@link DigestChain}
 * @param weights the SHA-256 of each parameter after the step, as stored in {@code
 *     model.safetensors}
 * @param momentsSha256 of the state of the optimizer after the step (for Adam, its first and then
 *     its second moments), each part in the order and orientation of the weights
 * @param digest the SHA-256 of the previous link's digest, a line feed and the canonical JSON of
 *     this link without its digest
 */
public record Link(
    long step,
    int epoch,
    double loss,
    String stepsSha256,
    Map<String, String> weights,
    String momentsSha256,
    String digest) {

  /** Checks for nulls and copies the weights in their order. */
  public Link {
    Objects.requireNonNull(stepsSha256, "stepsSha256");
    weights =
        Collections.unmodifiableMap(
            new LinkedHashMap<>(Objects.requireNonNull(weights, "weights")));
    Objects.requireNonNull(momentsSha256, "momentsSha256");
    Objects.requireNonNull(digest, "digest");
  }

  /** Returns this link with the digest that follows another link's, or the origin of a chain. */
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

  /** Returns this link with other weights. Its digest is not updated. */
  public Link withWeights(Map<String, String> others) {
    return new Link(step, epoch, loss, stepsSha256, others, momentsSha256, digest);
  }

  /** Returns whether another link is equal apart from its digest. */
  public boolean saysTheSameAs(Link other) {
    return step == other.step
        && epoch == other.epoch
        && Double.compare(loss, other.loss) == 0
        && stepsSha256.equals(other.stepsSha256)
        && weights.equals(other.weights)
        && momentsSha256.equals(other.momentsSha256);
  }
}

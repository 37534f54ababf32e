package io.github.rnnlab.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Sums the parts of a whole in a fixed binary tree. The parts are counted from 0. A node of the
 * tree is a run of {@code 2^l} parts that starts at a multiple of {@code 2^l}; it is the sum of its
 * two halves, left plus right. If the number of parts is no power of two, the runs that are left at
 * the end are added from right to left. So the number of parts alone decides every rounding, and
 * not who summed which node.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> what is summed
 */
public final class TreeSum<T> {
  /**
   * A run of parts and their sum.
   *
   * @param first the first part
   * @param parts how many; a power of two that divides {@code first}
   */
  public record Node<T>(int first, int parts, T sum) {}

  private final BinaryOperator<T> plus;
  private final Deque<Node<T>> nodes = new ArrayDeque<>();

  /**
   * Starts without parts.
   *
   * @param plus adds the second operand to the first, which it may change and return
   */
  public TreeSum(BinaryOperator<T> plus) {
    this.plus = plus;
  }

  /** Adds the node after all others, and every node above it that is complete now. */
  public void add(Node<T> node) {
    if (!nodes.isEmpty() && nodes.getLast().first() + nodes.getLast().parts() != node.first()) {
      throw new IllegalArgumentException(
          "parts from " + node.first() + " on after " + nodes.getLast());
    }
    Node<T> sum = node;
    while (!nodes.isEmpty()
        && nodes.getLast().parts() == sum.parts()
        && nodes.getLast().first() % (2 * sum.parts()) == 0) {
      sum = plus(nodes.removeLast(), sum);
    }
    nodes.addLast(sum);
  }

  /** Returns the largest complete nodes, in order. */
  public List<Node<T>> nodes() {
    return Collections.unmodifiableList(new ArrayList<>(nodes));
  }

  /** Returns the sum of all parts, of which there is at least one, and which start with part 0. */
  public T total() {
    Node<T> sum = nodes.removeLast();
    while (!nodes.isEmpty()) {
      sum = plus(nodes.removeLast(), sum);
    }
    if (sum.first() != 0) {
      throw new IllegalStateException("no parts before part " + sum.first());
    }
    return sum.sum();
  }

  /** Returns how many sums are held at once, at most, while so many parts are added one by one. */
  public static int mostNodes(int parts) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(parts);
  }

  private Node<T> plus(Node<T> left, Node<T> right) {
    return new Node<>(
        left.first(), left.parts() + right.parts(), plus.apply(left.sum(), right.sum()));
  }
}

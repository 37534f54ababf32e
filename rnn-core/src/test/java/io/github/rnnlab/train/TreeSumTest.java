package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeSumTest {
  @Test
  void addsNeighborsInATreeThatTheNumberOfPartsDecides() {
    assertThat(total(1)).isEqualTo("0");
    assertThat(total(2)).isEqualTo("(0+1)");
    assertThat(total(3)).isEqualTo("((0+1)+2)");
    assertThat(total(4)).isEqualTo("((0+1)+(2+3))");
    assertThat(total(5)).isEqualTo("(((0+1)+(2+3))+4)");
    assertThat(total(7)).isEqualTo("(((0+1)+(2+3))+((4+5)+6))");
    assertThat(total(8)).isEqualTo("(((0+1)+(2+3))+((4+5)+(6+7)))");
  }

  /** As several machines do, each with neighboring parts. */
  @Test
  void isTheSameWhoeverAddedWhichParts() {
    for (int parts = 1; parts <= 20; parts++) {
      for (int machines = 1; machines <= 9; machines++) {
        TreeSum<String> all = new TreeSum<>(TreeSumTest::plus);
        for (int machine = 0; machine < machines; machine++) {
          TreeSum<String> own = new TreeSum<>(TreeSumTest::plus);
          int last = (machine + 1) * parts / machines;
          for (int part = machine * parts / machines; part < last; part++) {
            own.add(leaf(part));
          }
          own.nodes().forEach(all::add);
        }
        assertThat(all.total()).as("%d on %d", parts, machines).isEqualTo(total(parts));
      }
    }
  }

  @Test
  void holdsNoMoreSumsThanItSays() {
    for (int parts = 1; parts <= 70; parts++) {
      TreeSum<String> tree = new TreeSum<>(TreeSumTest::plus);
      List<Integer> held = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        held.add(tree.nodes().size() + 1);
        tree.add(leaf(part));
      }
      assertThat(TreeSum.mostNodes(parts))
          .as("%d parts", parts)
          .isEqualTo(held.stream().mapToInt(Integer::intValue).max().orElseThrow());
    }
  }

  @Test
  void refusesAGap() {
    TreeSum<String> tree = new TreeSum<>(TreeSumTest::plus);
    tree.add(leaf(3));
    assertThatIllegalArgumentException().isThrownBy(() -> tree.add(leaf(5)));
    assertThatIllegalStateException().isThrownBy(tree::total).withMessage("no parts before part 3");
  }

  private static String total(int parts) {
    TreeSum<String> tree = new TreeSum<>(TreeSumTest::plus);
    IntStream.range(0, parts).forEach(part -> tree.add(leaf(part)));
    return tree.total();
  }

  private static TreeSum.Node<String> leaf(int part) {
    return new TreeSum.Node<>(part, 1, Integer.toString(part));
  }

  private static String plus(String left, String right) {
    return "(" + left + "+" + right + ")";
  }
}

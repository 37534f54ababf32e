package io.github.rnnlab.misplaced.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Goes over collections whose order differs between machines or even between two runs. */
public final class HashOrder {
  public List<String> inTheOrderOfHashes(List<String> texts) {
    List<String> all = new ArrayList<>(new HashSet<>(texts));
    all.addAll(new HashMap<String, String>().keySet());
    all.addAll(new ConcurrentHashMap<String, String>().keySet());
    all.addAll(new IdentityHashMap<String, String>().keySet());
    return all;
  }

  public List<String> inTheOrderOfThisRun(List<String> texts, Map<String, String> map) {
    List<String> all = new ArrayList<>(Set.of("a", "b"));
    all.addAll(Map.of("a", 1, "b", 2).keySet());
    all.addAll(Map.ofEntries(Map.entry("a", 1)).keySet());
    all.addAll(Set.copyOf(texts));
    all.addAll(Map.copyOf(map).keySet());
    return all;
  }

  public Object collected(List<String> texts) {
    return List.of(
        texts.stream().collect(Collectors.toSet()),
        texts.stream().collect(Collectors.toUnmodifiableSet()),
        texts.stream().collect(Collectors.toMap(text -> text, String::length)),
        texts.stream().collect(Collectors.toUnmodifiableMap(text -> text, String::length)),
        texts.stream().collect(Collectors.groupingBy(String::length)));
  }

  /** The same order on every machine. */
  public Object ordered(List<String> texts) {
    return List.of(
        Map.of(),
        Map.of("only", 1),
        Set.of("only"),
        new LinkedHashMap<String, String>(),
        new TreeMap<String, String>(),
        texts.stream()
            .collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.toList())));
  }
}

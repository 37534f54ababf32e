package io.github.rnnlab.walkthrough;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.walkthrough.Walkthrough.Code;
import io.github.rnnlab.walkthrough.Walkthrough.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a Jupyter notebook of a walkthrough, for a Java kernel: a cell for each heading with its
 * prose and for each block of code, with its output. The notebook holds its pictures.
 */
final class Notebook {
  private static final Pattern HEADING = Pattern.compile("\\n+(?=##+ )");
  private static final Pattern PICTURE = Pattern.compile("]\\((images/[a-z-]+\\.svg)\\)");

  private final Path directory;
  private final List<Object> cells = new ArrayList<>();
  private int executed;

  private Notebook(Path directory) {
    this.directory = directory;
  }

  /**
   * Returns the notebook in the format 4.5.
   *
   * @param classPath the kernel's class path, for a first cell
   * @param directory of the walkthrough, which its pictures' names are relative to
   */
  static String of(Walkthrough walkthrough, String classPath, Path directory) throws IOException {
    Notebook notebook = new Notebook(directory);
    boolean first = true;
    for (Part part : walkthrough.parts()) {
      if (part instanceof Code code) {
        if (first) {
          notebook.addCode(new Code("%classpath " + classPath + "\n", ""));
          first = false;
        }
        notebook.addCode(code);
      } else {
        for (String section : HEADING.split(part.markdown())) {
          notebook.addProse(section);
        }
      }
    }
    return Json.pretty(
        object(
            "cells",
            notebook.cells,
            "metadata",
            object(
                "kernelspec",
                object("display_name", "Java", "language", "java", "name", "java"),
                "language_info",
                object(
                    "name",
                    "java",
                    "file_extension",
                    ".jshell",
                    "mimetype",
                    "text/x-java-source",
                    "pygments_lexer",
                    "java")),
            "nbformat",
            4,
            "nbformat_minor",
            5));
  }

  private void addProse(String markdown) throws IOException {
    Map<String, Object> attachments = new LinkedHashMap<>();
    Matcher pictures = PICTURE.matcher(markdown);
    StringBuilder source = new StringBuilder();
    while (pictures.find()) {
      Path file = directory.resolve(pictures.group(1));
      String name = file.getFileName().toString();
      String content = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      attachments.put(name, object("image/svg+xml", content));
      pictures.appendReplacement(source, "](attachment:" + name + ")");
    }
    pictures.appendTail(source);
    Map<String, Object> cell = cell("markdown", source.toString());
    if (!attachments.isEmpty()) {
      cell.put("attachments", attachments);
    }
  }

  private void addCode(Code code) {
    executed++;
    List<Object> outputs = new ArrayList<>();
    if (!code.output().isEmpty()) {
      outputs.add(object("output_type", "stream", "name", "stdout", "text", lines(code.output())));
    }
    Map<String, Object> cell = cell("code", code.code().stripTrailing());
    cell.put("execution_count", executed);
    cell.put("outputs", outputs);
  }

  private Map<String, Object> cell(String type, String source) {
    Map<String, Object> cell =
        object(
            "cell_type",
            type,
            "id",
            "cell-" + (cells.size() + 1),
            "metadata",
            object(),
            "source",
            lines(source));
    cells.add(cell);
    return cell;
  }

  /** Returns the lines of a text, each with its line feed, as notebooks store them. */
  private static List<String> lines(String text) {
    return List.of(text.split("(?<=\n)"));
  }

  private static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }
}

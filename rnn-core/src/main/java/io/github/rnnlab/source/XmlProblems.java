package io.github.rnnlab.source;

import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.SourceLocator;
import javax.xml.transform.TransformerException;
import org.xml.sax.SAXParseException;

/**
 * Collects the messages of the parser and the XSLT processor, with line numbers. The exceptions
 * have no line numbers, and without a listener the JDK prints to the console.
 */
final class XmlProblems implements ErrorListener {
  private final Set<String> messages = new LinkedHashSet<>();

  /** Adds an error in the XML itself. */
  void add(SAXParseException e) {
    messages.add("line " + e.getLineNumber() + ": " + e.getMessage());
  }

  @Override
  public void warning(TransformerException e) {
    // Such as a template that is never used.
  }

  @Override
  public void error(TransformerException e) {
    SourceLocator locator = e.getLocator();
    String line =
        locator == null || locator.getLineNumber() < 1
            ? ""
            : "line " + locator.getLineNumber() + ": ";
    messages.add(line + e.getMessage());
  }

  @Override
  public void fatalError(TransformerException e) throws TransformerException {
    if (messages.isEmpty()) {
      error(e);
    }
    throw e;
  }

  /** Returns all messages, or else the exception. */
  String or(Throwable thrown) {
    if (thrown instanceof StackOverflowError) {
      return "it calls itself without end, or the document is too deep for it.";
    }
    return messages.isEmpty() ? thrown.toString() : String.join(" ", messages);
  }
}

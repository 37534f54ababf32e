package io.github.rnnlab.page;

import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Opens a {@link Browser} in light colors for the tests of a class, whose constructor takes it.
 * Skips the class where no browser is installed.
 */
public final class OpenBrowser implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final Namespace SPACE = Namespace.create(OpenBrowser.class);

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    context.getStore(SPACE).put(Browser.class, Browser.open(false));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    Browser browser = context.getStore(SPACE).remove(Browser.class, Browser.class);
    if (browser != null) {
      browser.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Objects.requireNonNull(context.getStore(SPACE).get(Browser.class));
  }
}

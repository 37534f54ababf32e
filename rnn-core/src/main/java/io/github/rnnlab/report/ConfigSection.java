package io.github.rnnlab.report;

import io.github.rnnlab.page.Html;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** The config of a run as HTML, with the keys marked that differ from the defaults. */
final class ConfigSection {
  private ConfigSection() {}

  static String of(Collection<Setting> settings) {
    long chosen = settings.stream().filter(Setting::differs).count();
    StringBuilder html = new StringBuilder("<p>").append(chosen);
    html.append(chosen == 1 ? " key differs" : " keys differ");
    html.append(" from the defaults of this version, marked with ≠.</p>\n");
    StringBuilder rows = new StringBuilder();
    for (Setting setting : settings) {
      rows.append(setting.differs() ? "<tr class=\"differs\">" : "<tr>");
      rows.append("<th scope=\"row\">").append(Html.line(setting.key())).append("</th>");
      rows.append("<td class=\"value\">").append(Html.line(setting.value())).append("</td>");
      rows.append("<td class=\"value\">");
      if (setting.differs()) {
        rows.append("≠ ");
        rows.append(Html.line(Objects.requireNonNullElse(setting.byDefault(), "none")));
      }
      rows.append("</td></tr>\n");
    }
    return html.append(
            Html.table("settings", "Config", List.of("key", "value", "default"), rows.toString()))
        .toString();
  }
}

package io.github.rnnlab.maven.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void aTerminalThatDoesNotTellItsSizeHas80Columns() {
    assertThat(Terminal.columns("24 132\n")).isEqualTo(132);
    assertThat(Terminal.columns("0 0\n")).isEqualTo(80);
    assertThat(Terminal.columns("")).isEqualTo(80);
    assertThat(Terminal.columns("stty: standard input")).isEqualTo(80);
  }

  @Test
  void aLogFileIsNoTerminal() {
    assertThat(Terminal.hasLogFile("Launcher -l build.log rnn:train")).isTrue();
    assertThat(Terminal.hasLogFile("Launcher rnn:train -lbuild.log")).isTrue();
    assertThat(Terminal.hasLogFile("Launcher --log-file build.log rnn:train")).isTrue();
    assertThat(Terminal.hasLogFile("Launcher --log-file=build.log rnn:train")).isTrue();
    assertThat(Terminal.hasLogFile("Launcher -llr rnn:train -llr")).isFalse();
    assertThat(Terminal.hasLogFile("Launcher rnn:train -Drnn.config=a-l")).isFalse();
  }

  @Test
  void standardOutputIsTakenOnlyInAProcessOfMavensOwn() {
    assertThat(
            Terminal.isMavensProcess(
                "org.codehaus.plexus.classworlds.launcher.Launcher -q rnn:generate"))
        .isTrue();
    assertThat(Terminal.isMavensProcess("org.apache.maven.wrapper.MavenWrapperMain -q")).isTrue();
    assertThat(Terminal.isMavensProcess("org.mvndaemon.mvnd.common.DaemonMain")).isFalse();
    assertThat(Terminal.isMavensProcess("")).isFalse();
    assertThat(Terminal.standardOutput()).isSameAs(System.out);
  }
}

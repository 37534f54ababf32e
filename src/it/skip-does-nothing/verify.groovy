return new io.github.rnnlab.maven.it.Build(basedir).logged('rnn.skip').wroteNo('target/rnn').leftNothingBehind()

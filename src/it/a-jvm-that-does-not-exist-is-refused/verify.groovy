return new io.github.rnnlab.maven.it.Build(basedir).failedWith('rnn.jvm', 'no-such-java').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('rnn.timeout', '2 s').leftNothingBehind()

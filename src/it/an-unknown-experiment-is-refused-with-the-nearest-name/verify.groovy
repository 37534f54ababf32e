return new io.github.rnnlab.maven.it.Build(basedir).failedWith('rnn.config', 'sonets', 'sonnets').leftNothingBehind()

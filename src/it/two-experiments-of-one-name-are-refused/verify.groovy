return new io.github.rnnlab.maven.it.Build(basedir).failedWith('twin.json', 'sonnets.json', 'name').wroteNo('target/rnn').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('sonnets.json', 'line 4').wroteNo('target/rnn').leftNothingBehind()

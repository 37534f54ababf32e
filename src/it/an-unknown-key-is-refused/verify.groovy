return new io.github.rnnlab.maven.it.Build(basedir).failedWith('sonnets.json', 'epoch', 'epochs').wroteNo('target/rnn/sonnets').leftNothingBehind()

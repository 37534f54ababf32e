return new io.github.rnnlab.maven.it.Build(basedir).failedWith('Cannot write', 'sonnets').contains('target/rnn/sonnets', 'in the way').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('model.hiddenSize', 'big').wroteNo('target/rnn/sonnets').leftNothingBehind()

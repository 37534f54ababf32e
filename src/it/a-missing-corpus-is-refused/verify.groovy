return new io.github.rnnlab.maven.it.Build(basedir).failedWith('missing.txt').wroteNo('target/rnn/sonnets/prepared').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).wrote('target/rnn/second/report.json').wroteNo('target/rnn/first').leftNothingBehind()

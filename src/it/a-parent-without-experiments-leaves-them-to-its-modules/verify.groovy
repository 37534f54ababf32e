return new io.github.rnnlab.maven.it.Build(basedir).logged('they are in the modules').wrote('child/target/rnn/sonnets/report.json').leftNothingBehind()

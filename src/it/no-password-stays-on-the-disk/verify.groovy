return new io.github.rnnlab.maven.it.Build(basedir).wrote('target/rnn/sonnets/report.json').holdsNowhere('thrice-blessed', 'thrice-cursed').wroteNo('target/rnn/worker.args').leftNothingBehind()

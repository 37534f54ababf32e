return new io.github.rnnlab.maven.it.Build(basedir).logged("inspect.html").contains('target/rnn/sonnets/inspect.html', '"name":"sonnets.txt"').failedWith('none.txt').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('corpus.url', 'offline').leftNothingBehind()

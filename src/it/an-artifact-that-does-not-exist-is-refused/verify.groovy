return new io.github.rnnlab.maven.it.Build(basedir).failedWith('corpus.artifact', 'io.github.rnnlab.it:no-such-corpus:1', 'found', 'expected').leftNothingBehind()

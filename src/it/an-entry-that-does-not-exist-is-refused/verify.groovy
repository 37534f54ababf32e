return new io.github.rnnlab.maven.it.Build(basedir).failedWith('corpus.entries', 'poems/sonets.xml', 'found', 'expected').leftNothingBehind()

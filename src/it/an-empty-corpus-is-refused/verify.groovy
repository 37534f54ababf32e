return new io.github.rnnlab.maven.it.Build(basedir).failedWith('sonnets.txt', 'found', 'expected').leftNothingBehind()

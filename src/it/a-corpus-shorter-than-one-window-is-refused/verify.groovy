return new io.github.rnnlab.maven.it.Build(basedir).failedWith('26', 'found', 'expected').leftNothingBehind()

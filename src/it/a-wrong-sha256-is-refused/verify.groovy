return new io.github.rnnlab.maven.it.Build(basedir).failedWith('sha256', 'found', 'expected').leftNothingBehind()

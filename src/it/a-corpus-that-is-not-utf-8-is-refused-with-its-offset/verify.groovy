return new io.github.rnnlab.maven.it.Build(basedir).failedWith('sonnets.txt', 'UTF-8', '5').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('-Drnn.temperature', '-1').leftNothingBehind()

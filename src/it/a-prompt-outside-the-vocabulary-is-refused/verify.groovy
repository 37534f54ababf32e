return new io.github.rnnlab.maven.it.Build(basedir).failedWith('-Drnn.prompt: found', 'U+00DF').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('-Drnn.prompt: found ', 'ANSI_X3.4-1968', 'LC_ALL=C.UTF-8').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('-Drnn.topP: found 0, expected a number above 0 and at most 1. Correct -Drnn.topP.').leftNothingBehind()

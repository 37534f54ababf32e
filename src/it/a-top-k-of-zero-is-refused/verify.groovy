return new io.github.rnnlab.maven.it.Build(basedir).failedWith('-Drnn.topK: found 0, expected a whole number from 1 to', 'Correct -Drnn.topK.').leftNothingBehind()

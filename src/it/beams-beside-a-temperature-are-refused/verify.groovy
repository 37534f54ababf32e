return new io.github.rnnlab.maven.it.Build(basedir).failedWith('-Drnn.beams: found -Drnn.temperature beside it, expected either beams').leftNothingBehind()

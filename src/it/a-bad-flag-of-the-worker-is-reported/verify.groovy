return new io.github.rnnlab.maven.it.Build(basedir).failedWith('did not start', 'NoSuchFlag', '-Drnn.argLine').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).logged('rnn:archive', 'rnn.configDirectory', 'rnn.cache').loggedNot('rnn.jvm', 'rnn.argLine', 'rnn.timeout', 'jdkToolchain').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('killed', 'exit code 137', 'signal 9', '-Drnn.argLine').wroteNo('target/rnn/sonnets/model.safetensors').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('out of memory', '-Drnn.argLine=-Xmx4g').wroteNo('target/rnn/sonnets/model.safetensors').leftNothingBehind()

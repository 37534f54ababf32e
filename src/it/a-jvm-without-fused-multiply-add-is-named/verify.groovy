return new io.github.rnnlab.maven.it.Build(basedir).loggedTimes('This JVM has no fused multiply-add in hardware', 1).wrote('target/rnn/sonnets/model.safetensors').leftNothingBehind()

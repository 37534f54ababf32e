return new io.github.rnnlab.maven.it.Build(basedir).logged('Epoch 03 - average loss: ').loggedNot('Epoch 04').loggedNot('Epoch 02 - average loss: NaN').leftNothingBehind()

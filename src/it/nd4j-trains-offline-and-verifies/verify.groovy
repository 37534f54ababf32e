return new io.github.rnnlab.maven.it.Build(basedir).loggedInOrder('Epoch 02 - average loss: ', 'Shall ').leftNothingBehind()

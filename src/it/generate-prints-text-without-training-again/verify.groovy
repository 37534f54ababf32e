return new io.github.rnnlab.maven.it.Build(basedir).loggedTimes('Epoch 01 - average loss: ', 1).printedOnly('And', 40).leftNothingBehind()

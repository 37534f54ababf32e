return new io.github.rnnlab.maven.it.Build(basedir).wrote('target/rnn/sonnets/report.json', 'target/rnn/sonnets/prepared/tokens.npy').logged('Epoch 02 - average loss: ').leftNothingBehind()

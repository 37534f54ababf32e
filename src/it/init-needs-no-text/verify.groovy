return new io.github.rnnlab.maven.it.Build(basedir).wrote('new/speeches.xslt', 'new/target/rnn/plays/prepared/tokens.npy').contains('new/plays.json', 'Three of Shakespeare').leftNothingBehind()

return new io.github.rnnlab.maven.it.Build(basedir).logged('rnn:prepare','rnn:train','rnn:generate','rnn:evaluate','rnn:sweep','rnn:help').leftNothingBehind()

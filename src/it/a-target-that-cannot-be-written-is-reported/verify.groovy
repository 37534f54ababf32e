return new io.github.rnnlab.maven.it.Build(basedir).failedWith('Cannot write', 'sonnets').contains('results/sonnets', 'in the way').leftNothingBehind()

return new io.github.rnnlab.maven.it.Preparation(basedir).installJar('io.github.rnnlab.it', 'sonnets-corpus', '1', 'jar', localRepositoryPath)

return new io.github.rnnlab.maven.it.Build(basedir).failedWith('backend.device: found cuda', 'et backend.device to cpu, or backend.name to vector').loggedNot('Downloading ND4J').leftNothingBehind()

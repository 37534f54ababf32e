return new io.github.rnnlab.maven.it.Build(basedir).failedWith('backend.device: found "gpu"', 'expected', 'cpu', 'cuda').leftNothingBehind()

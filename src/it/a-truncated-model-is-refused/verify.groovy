return new io.github.rnnlab.maven.it.Build(basedir).failedWith('model.safetensors', 'found', 'expected').leftNothingBehind()

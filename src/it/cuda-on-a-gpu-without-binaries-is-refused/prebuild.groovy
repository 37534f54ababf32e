return new File(basedir, 'bin/nvidia-smi').setExecutable(true)

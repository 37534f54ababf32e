return io.github.rnnlab.gpu.CudaDriver.ofThisMachine().obstacle().isPresent()

// ND4J has CUDA for two platforms, and one of them runs a shell script.
return System.getProperty('os.arch') == 'amd64' && System.getProperty('os.name') == 'Linux'

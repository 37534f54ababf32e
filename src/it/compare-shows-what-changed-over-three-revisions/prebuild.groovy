return new io.github.rnnlab.maven.it.Revisions(basedir).commit('sonnets', '0.005').commit('sonnets', '0.01').commit('sonnets', '0.02').done()

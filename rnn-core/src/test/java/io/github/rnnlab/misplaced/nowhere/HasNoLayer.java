package io.github.rnnlab.misplaced.nowhere;

/** Is in a package that the layers do not name. */
public final class HasNoLayer {}

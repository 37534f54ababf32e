package org.apache.maven;

/** Stands for Maven, which rnn-core cannot even compile against. */
public final class Maven {}

package io.winnow.classifiers.training;

/**
 * A static embedding model and what is to be said about it.
 *
 * @param onnx the graph
 * @param card for people, as Markdown
 */
public record DistilledModel(byte[] onnx, String card) {}

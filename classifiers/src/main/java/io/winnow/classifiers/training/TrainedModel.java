package io.winnow.classifiers.training;

/**
 * A model and what is to be said about it.
 *
 * @param onnx the graph
 * @param description for programs, as JSON
 * @param card for people, as Markdown
 */
public record TrainedModel(byte[] onnx, String description, String card) {}

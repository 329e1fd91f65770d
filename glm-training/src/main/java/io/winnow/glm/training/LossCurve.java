package io.winnow.glm.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Losses over the course of a training, and their picture. */
final class LossCurve {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int POINTS = 400;

  private final List<Double> training = new ArrayList<>();
  private final List<Double> mtp = new ArrayList<>();
  private final List<Point> heldOut = new ArrayList<>();

  /**
   * A measurement.
   *
   * @param step after which it was made
   * @param loss mean negative log-likelihood, in natural logs
   */
  record Point(long step, double loss) {}

  void add(Training.Step step) {
    training.add(step.loss());
    mtp.add(step.mtpLoss());
  }

  void addHeldOut(long step, double loss) {
    heldOut.add(new Point(step, loss));
  }

  List<Double> training() {
    return training;
  }

  List<Point> heldOut() {
    return heldOut;
  }

  /** The mean of the last steps. */
  double recent(int steps) {
    return training.subList(Math.max(0, training.size() - steps), training.size()).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  void save(Safetensors file) {
    save(file, "curve.training", training);
    save(file, "curve.mtp", mtp);
    save(file, "curve.held_out.step", heldOut.stream().map(p -> (double) p.step).toList());
    save(file, "curve.held_out.loss", heldOut.stream().map(Point::loss).toList());
  }

  private static void save(Safetensors file, String name, List<Double> values) {
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    file.putDoubles(name, new long[] {array.length}, array);
  }

  void load(Safetensors file) {
    load(file, "curve.training", training);
    load(file, "curve.mtp", mtp);
    List<Double> steps = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    load(file, "curve.held_out.step", steps);
    load(file, "curve.held_out.loss", losses);
    heldOut.clear();
    for (int i = 0; i < steps.size(); i++) {
      heldOut.add(new Point(steps.get(i).longValue(), losses.get(i)));
    }
  }

  private static void load(Safetensors file, String name, List<Double> values) {
    values.clear();
    Safetensors.Tensor tensor = file.tensors().get(name);
    if (tensor != null) {
      for (double value : tensor.values()) {
        values.add(value);
      }
    }
  }

  /**
   * The picture as SVG: losses of training, averaged over neighbours, those held out, and a line
   * for the baseline.
   *
   * @param tokensPerStep for the axis
   * @param baseline mean negative log-likelihood of the baseline on held-out text
   */
  String svg(String title, long tokensPerStep, double baseline) {
    List<Point> main = thinned(training);
    List<Point> ahead = thinned(mtp);
    double high = 1;
    double low = baseline;
    for (List<Point> points : List.of(main, ahead, heldOut)) {
      for (Point point : points) {
        high = Math.max(high, point.loss);
        low = Math.min(low, point.loss);
      }
    }
    Scale scale = new Scale(Math.max(1, training.size()), Math.floor(low * 2) / 2, high);
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n<title>%s</title>\n"
                + "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
            WIDTH, HEIGHT, escaped(title), WIDTH, HEIGHT));
    svg.append(text(LEFT, 22, "start", "#222", escaped(title)));
    for (double loss = Math.ceil(scale.low); loss <= high; loss++) {
      double y = scale.y(loss);
      svg.append(line(LEFT, y, WIDTH - RIGHT, y, "#ddd", ""));
      svg.append(text(LEFT - 8, y + 4, "end", "#555", format("%.0f", loss)));
    }
    for (int tick = 0; tick <= 4; tick++) {
      double step = tick * scale.steps / 4;
      String label = format("%.1f M", step * tokensPerStep / 1e6);
      svg.append(text(scale.x(step), HEIGHT - BOTTOM + 18, "middle", "#555", label));
    }
    svg.append(
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "#555", "tokens trained on"));
    svg.append(text(LEFT - 8, TOP - 4, "end", "#555", "nats"));
    double y = scale.y(baseline);
    svg.append(line(LEFT, y, WIDTH - RIGHT, y, "#888", " stroke-dasharray=\"5 4\""));
    svg.append(path(ahead, scale, "#e0a030", 1));
    svg.append(path(main, scale, "#3070c0", 1.5));
    svg.append(path(heldOut, scale, "#c03030", 2));
    String[][] legend = {
      {"#3070c0", "training"},
      {"#c03030", "held out"},
      {"#e0a030", "training, token after the next (MTP)"},
      {"#888", "5-gram Kneser-Ney, held out"}
    };
    for (int i = 0; i < legend.length; i++) {
      int at = TOP + 14 + 18 * i;
      svg.append(line(WIDTH - 270, at - 4, WIDTH - 250, at - 4, legend[i][0], ""));
      svg.append(text(WIDTH - 244, at, "start", "#222", legend[i][1]));
    }
    return svg.append("</svg>\n").toString();
  }

  private static List<Point> thinned(List<Double> losses) {
    List<Point> points = new ArrayList<>();
    int each = Math.max(1, (losses.size() + POINTS - 1) / POINTS);
    for (int i = 0; i < losses.size(); i += each) {
      int end = Math.min(losses.size(), i + each);
      double sum = 0;
      for (int j = i; j < end; j++) {
        sum += losses.get(j);
      }
      points.add(new Point((i + end + 1) / 2, sum / (end - i)));
    }
    return points;
  }

  /** Where steps and losses are in the picture. */
  private record Scale(double steps, double low, double high) {
    double x(double step) {
      return LEFT + step / steps * (WIDTH - LEFT - RIGHT);
    }

    double y(double loss) {
      return HEIGHT - BOTTOM - (loss - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
    }
  }

  private static String path(List<Point> points, Scale scale, String colour, double width) {
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.length() == 0 ? 'M' : 'L');
      path.append(format("%.1f %.1f", scale.x(point.step), scale.y(point.loss)));
    }
    return format(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"/>\n",
        path, colour, width);
  }

  private static String line(
      double x1, double y1, double x2, double y2, String colour, String more) {
    return format(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>\n",
        x1, y1, x2, y2, colour, more);
  }

  private static String text(double x, double y, String anchor, String colour, String text) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
        x, y, anchor, colour, text);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}

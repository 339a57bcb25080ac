package org.reformatted.realign.classify;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Converts the scores of the ridge regression to probabilities, both of shape (N, C). */
interface ScoreHead {
    /** Computes the probabilities of each row. */
    INDArray probabilities(INDArray scores);

    /** Returns the head's parameters; empty for a temperature without a layer. */
    default float[] numbers() {
        return new float[0];
    }

    /** Softmax of the scores divided by a temperature. */
    record Temperature(double temperature) implements ScoreHead {
        @Override
        public INDArray probabilities(INDArray scores) {
            return Transforms.softmax(scores.castTo(DataType.FLOAT).div(temperature));
        }

        /** Finds the temperature with the lowest log loss by golden-section search over its logarithm in [ln 0.005, ln 2]. */
        static Temperature fit(INDArray scores, int[] labels) {
            double low = Math.log(0.005);
            double high = Math.log(2);
            double ratio = (Math.sqrt(5) - 1) / 2;
            for (int step = 0; step < 40; step++) {
                double left = high - ratio * (high - low);
                double right = low + ratio * (high - low);
                boolean leftIsBetter = logLoss(new Temperature(Math.exp(left)).probabilities(scores), labels)
                        < logLoss(new Temperature(Math.exp(right)).probabilities(scores), labels);
                low = leftIsBetter ? low : left;
                high = leftIsBetter ? right : high;
            }
            return new Temperature(Math.exp((low + high) / 2));
        }
    }

    /**
     * A softmax layer of DL4J on the scores divided by a temperature. It learns what a temperature cannot: which categories are confused, and which
     * are predicted too often. Its weights start as the identity, which is equivalent to the temperature only; cross-validation chooses the number of
     * training steps.
     */
    record Layer(Temperature temperature, MultiLayerNetwork network) implements ScoreHead {
        @Override
        public INDArray probabilities(INDArray scores) {
            return network.output(scores.castTo(DataType.FLOAT).div(temperature.temperature()));
        }

        @Override
        public float[] numbers() {
            return Nd4j.toFlattened('c', network.getParam("0_W"), network.getParam("0_b"))
                    .toFloatVector();
        }

        /** Creates a layer from the parameters that {@link #numbers} returned: the weights (C, C) in row-major order, then C biases. */
        static Layer of(Temperature temperature, int categories, float[] numbers) {
            MultiLayerNetwork network = network(categories, 0);
            int square = categories * categories;
            network.setParam(
                    "0_W", Nd4j.create(Arrays.copyOf(numbers, square), new long[] {categories, categories}, 'c'));
            network.setParam(
                    "0_b",
                    Nd4j.create(Arrays.copyOfRange(numbers, square, numbers.length), new long[] {1, categories}, 'c'));
            return new Layer(temperature, network);
        }

        private static MultiLayerNetwork network(int categories, long seed) {
            MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                    .seed(seed)
                    .updater(new Adam(0.01))
                    .l2(1e-3)
                    .weightInit(WeightInit.IDENTITY)
                    .list()
                    .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                            .nIn(categories)
                            .nOut(categories)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build();
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init();
            return network;
        }

        /** Trains step by step, and passes the current layer to {@code taker} after each requested number of steps. */
        static void fit(
                Temperature temperature,
                INDArray scores,
                int[] labels,
                long seed,
                int[] stops,
                BiConsumer<Integer, Layer> taker) {
            int categories = (int) scores.size(1);
            MultiLayerNetwork network = network(categories, seed);
            INDArray inputs = scores.castTo(DataType.FLOAT).div(temperature.temperature());
            INDArray targets = Nd4j.zeros(DataType.FLOAT, labels.length, categories);
            for (int i = 0; i < labels.length; i++) {
                targets.putScalar(i, labels[i], 1);
            }
            int done = 0;
            for (int i = 0; i < stops.length; i++) {
                for (; done < stops[i]; done++) {
                    network.fit(inputs, targets);
                }
                taker.accept(i, new Layer(temperature, network));
            }
        }
    }

    /** Computes the mean negative logarithm of the labels' probabilities. */
    static double logLoss(INDArray probabilities, int[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum -= Math.log(Math.max(1e-12, probabilities.getDouble(i, labels[i])));
        }
        return sum / labels.length;
    }
}

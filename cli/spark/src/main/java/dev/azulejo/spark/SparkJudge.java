package dev.azulejo.spark;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.priors.train.PriorEvaluation;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.spark.parts.Codes;
import dev.azulejo.spark.parts.EvaluationTask;
import dev.azulejo.spark.parts.PriorTask;
import dev.azulejo.spark.parts.Range;
import dev.azulejo.spark.parts.TrainedJob;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.Evaluation;
import java.util.BitSet;
import java.util.List;

/** Executors as a judge of a run: each has some of the batches that one machine would go through, in their order. */
record SparkJudge(SparkCluster cluster, TrainedJob trained, ModelConfig config) implements Cluster.Judge {
    @Override
    public Evaluation model(ImageData images) {
        int size = Inference.batch(config, images.count(), images.height(), images.width());
        List<Evaluation.Batch> batches =
                cluster.inParts(Range.of(images.count(), size), new EvaluationTask(trained)).stream()
                        .map(EvaluationTask.Found::batch)
                        .toList();
        return Evaluation.of(config, images, batches);
    }

    @Override
    public CodeStore encode(ImageData images) {
        return cluster.encode(trained, config, images, new BitSet());
    }

    @Override
    public double natsPerCode(RunDirectory directory, Checkpoint checkpoint, CodeStore codes, int level) {
        int batch = PriorEvaluation.batch(PriorRun.of(directory).grid());
        int batches = Math.ceilDiv(codes.count(), batch);
        List<Codes> parts = Range.of(codes.count(), batch * Math.ceilDiv(batches, cluster.workers())).stream()
                .map(range -> Codes.cut(codes, range))
                .toList();
        PriorTask task =
                new PriorTask(trained, directory.path().toAbsolutePath().toString(), checkpoint.step(), level);
        return PriorEvaluation.natsPerCode(
                cluster.inParts(parts, task).stream().mapToDouble(Double::doubleValue), codes.count());
    }
}
